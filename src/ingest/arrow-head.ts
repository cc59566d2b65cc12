export const MAGIC = Buffer.from('ARROW1')
/** Before the metadata of a message: 0xffffffff and how many bytes they are, both of 4 bytes. */
export const PREFIX_BYTES = 8
export const CONTINUES = 0xffffffff
export const MAX_METADATA_BYTES = 1 << 26

/** By its first bytes: the file format, or the stream format, which a schema begins. */
export const isArrow = (head: Buffer): boolean =>
  head.subarray(0, MAGIC.length).equals(MAGIC) ||
  (head.length >= PREFIX_BYTES &&
    head.readUInt32LE(0) === CONTINUES &&
    head.readUInt32LE(4) <= MAX_METADATA_BYTES)
