import { type BitField, decodeValue } from '../../domain/label-bits.ts'
import type { LabelColumns } from '../../frame/frame.ts'
import type { JointCount } from '../pairs.ts'

/** Codes of a field run from 0 to 3. */
const CODES = 4

/** Counts the values that meet of all fields in one word of labels: their bits are looked at in one pass over the rows. */
const countWord = (
  counts: Int32Array,
  [a, b]: readonly [LabelColumns, LabelColumns],
  { fields, rows, word }: { fields: readonly BitField[]; rows: Int32Array; word: 0 | 1 },
): void => {
  const here = fields.flatMap((field, index) => (field.word === word ? [{ ...field, index }] : []))
  if (here.length === 0) return
  const shifts = Int32Array.from(here, ({ shift }) => shift)
  const masks = Int32Array.from(here, ({ mask }) => mask)
  const bases = Int32Array.from(here, ({ index }) => index * CODES * CODES)
  const [featuresA, featuresB] = [a.features[word], b.features[word]]
  const [knownA, knownB] = [a.known[word], b.known[word]]
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

/** By field, how many rows have value a in the first and b in the second column of labels, where both are known. */
export const jointCounts = (
  labels: readonly (readonly [LabelColumns, LabelColumns])[],
  fields: readonly BitField[],
  rows: Int32Array,
): JointCount[][] => {
  const counts = new Int32Array(fields.length * CODES * CODES)
  for (const two of labels) for (const word of [0, 1] as const) countWord(counts, two, { fields, rows, word })
  return fields.map((_, feature) =>
    Array.from({ length: CODES * CODES }, (_, code) => ({
      a: decodeValue(Math.floor(code / CODES)),
      b: decodeValue(code % CODES),
      count: counts[feature * CODES * CODES + code],
    })).filter(({ count }) => count > 0),
  )
}
