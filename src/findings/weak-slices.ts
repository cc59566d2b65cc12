import type { PairFilter } from '../audit/pair-filter.ts'
import type { NamedFeature } from '../domain/measure.ts'
import type { Stage } from '../domain/stage.ts'
import type { Part } from '../metrics/breakdown.ts'
import type { PartAlignment } from '../metrics/part-alignments.ts'
import type { SliceBy } from '../metrics/slices.ts'
import { adjustPValues } from '../stats/p-adjust.ts'
import { FEWEST_PROMPTS, LEVEL, type Looking } from './finding.ts'

/** A slice on which a model sides less often with people than elsewhere. */
export type WeakSlice = PartAlignment & {
  /** What it was cut by, as the title of a feature or the name of an attribute. */
  by: string
  /** Whether that is of the chosen entry, and not of the pair. */
  ofChosen: boolean
  /** Whether 0 and 1 are no and yes. */
  isBoolean: boolean
  key: string
  where: PairFilter
  pairs: number
  difference: number
  pValue: number | null
  /** By Holm over all slices that were looked at. */
  adjustedPValue: number | null
}

/** Of each thing: largest values first. */
const MOST_VALUES = 20
const BINS = 4

type Way = Pick<WeakSlice, 'by' | 'ofChosen' | 'isBoolean'> & { how: SliceBy }

/** All that pairs are cut by: where they come from, what came with them, what is said of chosen entries and counted in them. */
const ways = ({ outline, isLabeled }: Looking): Way[] => {
  const of = { scope: 'CHOSEN', bins: BINS } as const
  const ofPair = { ofChosen: false, isBoolean: false }
  const ofEntry = ({ title, kind }: Pick<NamedFeature, 'title' | 'kind'>) => ({
    ...{ by: title, ofChosen: true, isBoolean: kind === 'BOOLEAN' },
  })
  const { attributes, measures, taxonomy } = outline
  const labels = isLabeled ? taxonomy.features : []
  return [
    { by: 'subset', ...ofPair, how: { ...of, dimension: 'SUBSET' } },
    ...(isLabeled ? [{ by: 'topic', ...ofPair, how: { ...of, dimension: 'TOPIC' as const } }] : []),
    ...attributes.map(({ name, scope }) => ({
      ...{ by: name, ofChosen: scope === 'ENTRY', isBoolean: false, how: { ...of, attribute: name } },
    })),
    ...labels.map((label) => ({ ...ofEntry(label), how: { ...of, feature: label.name } })),
    ...measures.map((measure) => ({ ...ofEntry(measure), how: { ...of, measure: measure.name } })),
  ]
}

/** Whether a slice is one that leaves others to compare it with. */
const isPart =
  (all: number) =>
  ({ pairs }: Part): boolean =>
    Math.min(pairs, all - pairs) >= FEWEST_PROMPTS

/** Whether it is called shown that the model is worse there. */
export const isShown = (slice: WeakSlice): slice is WeakSlice & { adjustedPValue: number } =>
  slice.adjustedPValue !== null && slice.adjustedPValue < LEVEL

/** Slices on which a model is worse than elsewhere, those first that are shown to be, and of these the worst. */
export const weakSlices = async (looking: Looking, stage: Stage): Promise<WeakSlice[]> => {
  const { ask, isSelectedByRewards } = looking
  if (isSelectedByRewards) return []
  const all = await ask('pairs', {})
  const cut = await Promise.all(
    ways(looking).map(async ({ how, ...way }) => {
      const parts = await ask('slices', { by: how, first: MOST_VALUES })
      return parts.filter(isPart(all)).map((part) => ({ ...part, ...way }))
    }),
  )
  const parts = cut.flat() as (Omit<Way, 'how'> & Omit<Part, 'where'> & { where: PairFilter })[]
  const found = await ask('partAlignments', { stage, parts: parts.map(({ where }) => where) })
  const tested = found
    .map((one, index) => ({ ...parts[index], ...one }))
    .flatMap(({ contrast, ...slice }) =>
      contrast && Math.min(slice.part.prompts, slice.rest.prompts) >= FEWEST_PROMPTS
        ? [
            {
              ...slice,
              contrast,
              difference: contrast.difference,
              pValue: contrast.test?.pValue ?? null,
              adjustedPValue: null as number | null,
            },
          ]
        : [],
    )
  const known = tested.filter(({ pValue }) => pValue !== null)
  const adjusted = adjustPValues(
    known.map(({ pValue }) => pValue as number),
    'HOLM',
  )
  known.forEach((slice, index) => {
    slice.adjustedPValue = adjusted[index]
  })
  return tested
    .filter(({ difference }) => difference < 0)
    .sort((a, b) => Number(isShown(b)) - Number(isShown(a)) || a.difference - b.difference)
}
