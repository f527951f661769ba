// The protocol counts Unicode code points, TypeScript counts UTF-16 units: they differ from the first astral character on.

/** The UTF-16 offset of a code point. */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints && offset < text.length; count++) {
    offset += text.codePointAt(offset)! > 0xffff ? 2 : 1;
  }
  return offset;
}

/** How many code points stand before a UTF-16 offset. */
export function codePointOffset(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}
