import { InvalidInput } from './errors.ts'
import type { Feature } from './taxonomy.ts'

/**
 * Where a feature's value lies in the two 32-bit words of a label: one bit for a boolean feature, two for
 * a ternary one (01 is 1, 10 is -1), in the taxonomy's order, never across both words.
 */
export type BitField = { word: 0 | 1; shift: number; mask: number }

/** The words of a label: values, and which values are known (the same layout, all bits of a field set). */
export type LabelBits = { features: bigint; known: bigint }

/** The top bit stays free, so that a database's signed 64-bit integer is never negative. */
const CAPACITY = 63

/** @throws InvalidInput when the features need more than 63 bits. */
export const bitFields = (features: readonly Pick<Feature, 'kind'>[]): BitField[] => {
  let next = 0
  const fields = features.map(({ kind }): BitField => {
    const width = kind === 'TERNARY' ? 2 : 1
    if (next < 32 && next + width > 32) next = 32
    const field: BitField = { word: next < 32 ? 0 : 1, shift: next % 32, mask: width === 2 ? 3 : 1 }
    next += width
    return field
  })
  if (next > CAPACITY) {
    throw new InvalidInput(
      `a taxonomy can have ${CAPACITY} bits (TERNARY features take two); this one has ${next}`,
    )
  }
  return fields
}

/** A value from the bits of its field. */
export const decodeValue = (bits: number): number => (bits === 2 ? -1 : bits)

/** `values` in the order of `fields`; null and undefined are unknown. */
export const encodeLabel = (
  fields: readonly BitField[],
  values: readonly (number | null | undefined)[],
): LabelBits => {
  let features = 0n
  let known = 0n
  fields.forEach(({ word, shift, mask }, index) => {
    const value = values[index]
    if (value === null || value === undefined) return
    const at = BigInt(word * 32 + shift)
    features |= BigInt(value < 0 ? 2 : value) << at
    known |= BigInt(mask) << at
  })
  return { features, known }
}

/** All bits of some fields: those of a label that are known are as many of them. */
export const bitsOf = (fields: readonly BitField[]): bigint =>
  fields.reduce((bits, { word, shift, mask }) => bits | (BigInt(mask) << BigInt(word * 32 + shift)), 0n)

/** The inverse of `encodeLabel`. */
export const decodeLabel = (fields: readonly BitField[], label: LabelBits): (number | null)[] =>
  fields.map(({ word, shift, mask }) => {
    const at = BigInt(word * 32 + shift)
    const field = BigInt(mask)
    if (((label.known >> at) & field) === 0n) return null
    return decodeValue(Number((label.features >> at) & field))
  })
