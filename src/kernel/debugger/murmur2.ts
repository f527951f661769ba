const multiplier = 0x5bd1e995;

/**
 * MurmurHash2 (Austin Appleby) of a text in UTF-8, 32 bits: by it frontends name the file of a cell.
 *
 * @param seed any 32-bit integer
 */
export function murmur2(text: string, seed: number): number {
  const bytes = Buffer.from(text, "utf8");
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const scaled = Math.imul(bytes.readInt32LE(at), multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(scaled ^ (scaled >>> 24), multiplier);
  }
  if (bytes.length > whole) {
    for (let at = whole; at < bytes.length; at++) hash ^= bytes[at]! << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) >>> 0;
}
