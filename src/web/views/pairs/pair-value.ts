import { rounded } from '../../format/numbers.ts'
import type { Side } from '../../generated/documents.ts'

/** What came with a pair or one of its entries, or what an entry is measured in. */
export type Value = {
  /** As the address names it: `attribute:NAME`, `feature:NAME`. */
  name: string
  title: string
  /** Null: of the pair. */
  side: Side | null
  text: string
  /** Null where it is no number. */
  number: number | null
}

type Attribute = {
  name: string
  side: Side | null
  text: string | null
  number: number | null
  boolean: boolean | null
}
type Measure = { value: number; feature: { name: string; title: string; kind: string } }
type Entry = { side: Side; measures?: Measure[] }

/** A pair, as far as a query has asked for its values. */
type Valued = { attributes?: Attribute[]; chosen: Entry; rejected: Entry }

const yesOrNo = (value: boolean) => (value ? 'yes' : 'no')

const attributeValue = ({ name, side, text, number, boolean }: Attribute): Value => ({
  ...{ name: `attribute:${name}`, title: name, side, number },
  text: text ?? (number === null ? yesOrNo(boolean === true) : `${rounded(number)}`),
})

const measuresOf = ({ side, measures = [] }: Entry): Value[] =>
  measures.map(({ feature: { name, title, kind }, value }) => ({
    ...{ name: `feature:${name}`, title, side },
    ...(kind === 'BOOLEAN'
      ? { text: yesOrNo(value === 1), number: null }
      : { text: `${rounded(value)}`, number: value }),
  }))

/** First what came with it, then what is measured. */
export const valuesOf = ({ attributes = [], chosen, rejected }: Valued): Value[] => [
  ...attributes.map(attributeValue),
  ...[chosen, rejected].flatMap(measuresOf),
]
