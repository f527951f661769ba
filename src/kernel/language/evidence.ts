/** What the cells of a notebook have shown of its names, beside their types. */
export interface Evidence {
  /** Whether the author of a name of an earlier cell has given it types; `undefined` for a name that no cell has declared. */
  isTyped(name: string): boolean | undefined;
  /** Whether a property of that name was given to something by an assignment. */
  isAssigned(property: string): boolean;
  /** Names, also of properties, that hold something else than what their type says. */
  readonly loose: Set<string>;
}
