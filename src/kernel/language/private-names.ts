const prefix = "__user_";

/** What `globalThis` calls a variable of the user whose own name belongs to Node or to the language. */
export function privateName(name: string): string {
  return `${prefix}${name}`;
}

/** The name that the user wrote. */
export function publicName(name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}
