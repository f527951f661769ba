const words: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left",
  EDQUOT: "the quota is used up",
  EROFS: "it can only be read",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EIO: "it reports a defect",
};

/** Why a disk takes no more files, in words; undefined for any other error. */
export function diskRefusal(error: unknown): string | undefined {
  return words[(error as NodeJS.ErrnoException).code ?? ""];
}
