import { type BitField, decodeValue } from '../domain/label-bits.ts'
import type { LabelColumns } from './frame.ts'

/** How many rows have value a in one column and b in the other, for the a and b that occur. */
export type JointCount = { a: number; b: number; count: number }

/** Codes of a field run from 0 to 3. */
const CODES = 4

/**
 * For each feature, how often which of its values meet in two columns of labels, over the rows where both
 * are known. One pass over the rows for all features: their bits lie in the same words.
 */
export const jointCounts = (
  a: LabelColumns,
  b: LabelColumns,
  fields: readonly BitField[],
  rows: Int32Array,
): JointCount[][] => {
  const counts = new Int32Array(fields.length * CODES * CODES)
  for (const word of [0, 1] as const) {
    const here = fields.flatMap((field, index) =>
      field.word === word ? [{ ...field, at: index * CODES * CODES }] : [],
    )
    if (here.length === 0) continue
    const [shifts, masks, bases] = [
      here.map(({ shift }) => shift),
      here.map(({ mask }) => mask),
      here.map(({ at }) => at),
    ].map((column) => Int32Array.from(column))
    const [featuresA, featuresB, knownA, knownB] = [
      a.features[word],
      b.features[word],
      a.known[word],
      b.known[word],
    ]
    for (let k = 0; k < rows.length; k++) {
      const row = rows[k]
      const known = knownA[row] & knownB[row]
      if (known === 0) continue
      const wordA = featuresA[row]
      const wordB = featuresB[row]
      for (let f = 0; f < shifts.length; f++) {
        const shift = shifts[f]
        const mask = masks[f]
        if (((known >>> shift) & mask) === 0) continue
        counts[bases[f] + ((wordA >>> shift) & mask) * CODES + ((wordB >>> shift) & mask)]++
      }
    }
  }
  return fields.map((_, feature) =>
    Array.from({ length: CODES * CODES }, (_, code) => ({
      a: decodeValue(Math.floor(code / CODES)),
      b: decodeValue(code % CODES),
      count: counts[feature * CODES * CODES + code],
    })).filter(({ count }) => count > 0),
  )
}
