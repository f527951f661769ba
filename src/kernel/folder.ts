/** Where the kernel's files lie, whichever process asks. */
export const kernelFolder = new URL("./", import.meta.url);
