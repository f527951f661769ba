/** A text as it is now, and which it is. */
export interface StoredFile {
  readonly text: string;
  readonly version: string;
}

/** Texts that an editor has open, as they are there. */
export interface OpenFiles {
  at(path: string): StoredFile | undefined;
}
