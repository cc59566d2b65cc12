import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Side } from '../../src/domain/side.ts'
import { csvRow, pythonBoolean, pythonList } from './csv.ts'
import { FEATURES, featureIndex, type PairValues } from './features.ts'
import type { Random } from './random.ts'

export type Label = { values: Int8Array; topics: readonly string[]; discriminations: readonly string[] }

const SENTIMENTS = ['negative', 'neutral', 'positive'] as const
const sentiment = featureIndex('last_response_sentiment')
const discriminatory = featureIndex('last_response_is_discriminatory')

/** A value as the reference writes it. */
export const featureText = (index: number, value: number): string =>
  index === sentiment ? SENTIMENTS[value + 1] : pythonBoolean(value === 1)

/** The reference puts the list of discriminations right after its feature. */
const withDiscriminations = <T>(features: readonly T[], discriminations: T): T[] =>
  features.toSpliced(discriminatory + 1, 0, discriminations)

export const LABEL_HEADER = csvRow([
  'row_id',
  'preference',
  'text',
  ...withDiscriminations(FEATURES, 'last_response_is_discriminating_against'),
  'topics',
])

export const labelRow = (rowId: number, side: Side, text: string, label: Label): string => {
  const values = Array.from(label.values, (value, index) => featureText(index, value))
  return csvRow([
    rowId,
    side === 'CHOSEN' ? 'chosen' : 'rejected',
    text,
    ...withDiscriminations(values, pythonList(label.discriminations)),
    pythonList(label.topics),
  ])
}

const drawSome = (first: string, from: readonly string[], extra: number, random: Random): string[] => {
  const some = new Set([first])
  for (let i = 0; i < extra; i++) some.add(random.pick(from))
  return [...some].sort()
}

/** One to three topics, the main one among them. */
export const drawTopics = (main: string, random: Random): string[] => {
  const extra = random.chance(0.5) ? 0 : 1 + random.below(2)
  return drawSome(main, SEAL_TAXONOMY.topics, extra, random)
}

export const drawDiscriminations = (values: Int8Array, random: Random): string[] => {
  if (values[discriminatory] === 0) return []
  const known = SEAL_TAXONOMY.discriminations
  return drawSome(random.pick(known), known, random.below(2), random)
}

/** Labels of both entries; their topics come from the prompt and so rarely differ. */
export const drawLabels = (values: PairValues, mainTopic: string, random: Random): Record<Side, Label> => {
  const topics = drawTopics(mainTopic, random)
  const label = (side: Side): Label => ({
    values: values[side],
    topics: random.chance(0.97) ? topics : drawTopics(mainTopic, random),
    discriminations: drawDiscriminations(values[side], random),
  })
  return { CHOSEN: label('CHOSEN'), REJECTED: label('REJECTED') }
}
