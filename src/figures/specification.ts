import type { PairFilter } from '../audit/pair-filter.ts'
import { sliceWords } from '../audit/slice-words.ts'
import { clipped } from '../domain/clipped.ts'
import { counted } from '../domain/words.ts'
import { wrapped } from './drawing/text.ts'
import { CONFIG } from './drawing/theme.ts'
import type { Drawing, Spec } from './drawing/vega-lite.ts'

const SOURCES = { pre: 'pre model', post: 'post model', labeler: 'labeler', rewriter: 'rewriter' } as const

/** Whose rewards and labels a figure is of; null where the dataset has none. */
export type Sources = Partial<Record<keyof typeof SOURCES, string | null>>

/** Which pairs a figure is of. */
export type About = {
  dataset: string
  revision: number
  allPairs: number
  pairs: number
  where: PairFilter | null
  sources: Sources
}

const WIDTH = 95
const NAME = 60

const pairsText = ({ dataset, revision, allPairs, pairs, where }: About): string => {
  const of = `${clipped(dataset, NAME)}, revision ${revision}`
  if (!where) return `${of}: all ${counted(allPairs, 'pair')}`
  return `${of}: ${pairs.toLocaleString('en-US')} of ${counted(allPairs, 'pair')}, with ${sliceWords(where)}`
}

const sourcesText = (sources: Sources): string =>
  Object.entries(sources)
    .map(
      ([source, name]) =>
        `${SOURCES[source as keyof Sources]} ${name === null ? '(none)' : clipped(name, NAME)}`,
    )
    .join(' · ')

/** A drawing as a whole Vega-Lite specification, which says what it is of. */
export const specification = ({ title, notes, spec, params }: Drawing, about: About): Spec => {
  const subtitle = [
    ...wrapped(pairsText(about), { width: WIDTH, lines: 3 }),
    ...[sourcesText(about.sources)]
      .filter(Boolean)
      .flatMap((text) => wrapped(text, { width: WIDTH, lines: 3 })),
    ...notes.flatMap((note) => wrapped(note, { width: WIDTH, lines: 2 })),
  ]
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${title}. ${subtitle.join(' ')}`,
    title: { text: title, subtitle },
    config: CONFIG,
    ...(params.length > 0 ? { params } : {}),
    ...spec,
  }
}
