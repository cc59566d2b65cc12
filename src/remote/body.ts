/** A body as text, of which no more than `most` bytes, unpacked, are taken in: what comes after them is not waited for. */
export const readBody = async (
  { body }: Response,
  most: number,
): Promise<{ text: string; isWhole: boolean }> => {
  const parts: Uint8Array[] = []
  let left = most
  let isWhole = true
  // Leaving the loop hangs up.
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    isWhole = part.byteLength <= left
    parts.push(part.subarray(0, left))
    left -= part.byteLength
    if (!isWhole) break
  }
  return { text: new TextDecoder().decode(Buffer.concat(parts)), isWhole }
}
