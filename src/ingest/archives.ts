/** What a file is that has no rows to be read, by its first bytes. */
const KINDS = [
  { begins: [0x50, 0x4b, 0x03, 0x04], is: 'a zip archive; unpack it and name the files in it' },
  { begins: [0x28, 0xb5, 0x2f, 0xfd], is: 'compressed twice, with zstd inside; decompress it once' },
  { begins: [0x42, 0x5a, 0x68], is: 'compressed with bzip2; decompress it (bunzip2)' },
  { begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a], is: 'compressed with xz; decompress it (unxz)' },
  { begins: [0x1f, 0x8b], is: 'compressed twice, with gzip inside; decompress it once' },
  { begins: [0xff, 0xff, 0xff, 0xff], is: 'Arrow in a gzip or zst; decompress it' },
  { begins: [0xff, 0xfe], is: 'UTF-16; save it as UTF-8' },
  { begins: [0xfe, 0xff], is: 'UTF-16; save it as UTF-8' },
  { begins: [...Buffer.from('ARROW1')], is: 'Arrow in a gzip or zst; decompress it' },
  { begins: [...Buffer.from('PAR1')], is: 'Parquet in a gzip or zst; decompress it' },
  { begins: [...Buffer.from('SQLite format 3')], is: 'an SQLite database; export the rows from it' },
  {
    begins: [...Buffer.from('version https://git-lfs')],
    is: 'a pointer of Git LFS; get the file itself (git lfs pull)',
  },
  { begins: [...Buffer.from('<!DOCTYPE html')], is: 'a page of HTML; get the file itself' },
  { begins: [...Buffer.from('<!doctype html')], is: 'a page of HTML; get the file itself' },
] as const

const TAR_BLOCK = 512
const CHECKSUM = { start: 148, end: 156 }

/** The header of a tar has its own sum, its field counted as blanks. */
const isTar = (bytes: Buffer): boolean => {
  if (bytes.length < TAR_BLOCK) return false
  const { start, end } = CHECKSUM
  const field = bytes
    .toString('latin1', start, end)
    .replace(/[\0 ]+$/, '')
    .trim()
  if (!/^[0-7]+$/.test(field)) return false
  let sum = 0
  for (let at = 0; at < TAR_BLOCK; at++) sum += at >= start && at < end ? 0x20 : bytes[at]
  return sum === Number.parseInt(field, 8)
}

/** Two letters of ASCII, which rows begin with, in two bytes each, without a mark of their order. */
const isUtf16 = ([one, two, three, four]: Buffer): boolean =>
  (two === 0 && four === 0 && one > 0 && three > 0) || (one === 0 && three === 0 && two > 0 && four > 0)

/** What is known of a file by the bytes that it begins with; null for one that may have rows. */
export const unreadableKind = (bytes: Buffer): string | null => {
  if (isTar(bytes)) return 'a tar archive; unpack it (tar -x) and name the files in it'
  if (isUtf16(bytes)) return 'UTF-16; save it as UTF-8'
  return KINDS.find(({ begins }) => begins.every((byte, at) => bytes[at] === byte))?.is ?? null
}
