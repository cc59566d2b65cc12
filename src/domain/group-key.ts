import { createHash } from 'node:crypto'

/**
 * What pairs of one prompt have in common, in 64 signed bits: of what their file says that they are grouped by, else of the
 * text that both entries share. Never 0.
 */
export const groupKey = (of: { group: string } | { prompt: string }): bigint => {
  const text = 'group' in of ? `group ${of.group}` : `prompt ${of.prompt}`
  return createHash('sha256').update(text).digest().readBigInt64BE() || 1n
}

/** As clients read it: 16 hexadecimal digits. */
export const groupName = (key: bigint): string => BigInt.asUintN(64, key).toString(16).padStart(16, '0')

/** Null: it is no group's name. */
export const groupKeyOf = (name: string): bigint | null =>
  /^[0-9a-f]{16}$/.test(name) ? BigInt.asIntN(64, BigInt(`0x${name}`)) : null
