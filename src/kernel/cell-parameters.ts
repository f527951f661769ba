/** What a cell's function is given by the kernel, in this order: names that a cell can use and has not declared. */
export const cellParameters = ["__cell", "require", "__filename", "__dirname", "Deno", "module", "exports"] as const;
