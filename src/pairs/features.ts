import { type BitField, bitFields, decodeValue } from '../domain/label-bits.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'

/** What labels are made of: words of 32 bits, a column for each. */
export type Words = readonly Uint32Array[]

/** How many words a label has. */
export const LABEL_WORDS = 2

/** What a feature is, for what groups pairs by their labels and puts them into a design, whatever its kind. */
export type Feature = {
  /** Its bits in each word of a label; all of them are set in the words of what is known if it is. */
  bits: readonly number[]
  /** Its values in some labels, as codes or as any numbers; 0 where it is unknown. */
  valuesIn(words: Words): Int8Array | Float64Array
}

/** A feature of few values, as domain/label-bits.ts lays them out. */
const ofBits = ({ word, shift, mask }: BitField): Feature => ({
  bits: Array.from({ length: LABEL_WORDS }, (_, index) => (index === word ? mask << shift : 0)),
  valuesIn: (words) => {
    const column = words[word]
    const values = new Int8Array(column.length)
    for (let i = 0; i < values.length; i++) values[i] = decodeValue((column[i] >>> shift) & mask)
    return values
  },
})

export const featuresOf = ({ features }: Pick<Taxonomy, 'features'>): Feature[] =>
  bitFields(features).map(ofBits)

/** The bits of some features, by word. */
export const bitsOfAll = (features: readonly Feature[]): number[] =>
  Array.from({ length: LABEL_WORDS }, (_, word) =>
    features.reduce((bits, feature) => bits | feature.bits[word], 0),
  )

/** Whether words have all of some bits. */
export const haveBits = (words: Words, bits: readonly number[], at: number): boolean => {
  for (let word = 0; word < bits.length; word++)
    if ((words[word][at] & bits[word]) !== bits[word]) return false
  return true
}
