/**
 * Uses what Node calls deprecated, without its warning: it is the kernel that uses it, and the user, in whose cell the warning would stand, can do
 * nothing about it. What the user's code uses is warned of as ever.
 */
export function withoutDeprecationWarning<T>(use: () => T): T {
  const flags = process as { noDeprecation?: boolean };
  const before = flags.noDeprecation ?? false;
  flags.noDeprecation = true;
  try {
    return use();
  } finally {
    flags.noDeprecation = before;
  }
}
