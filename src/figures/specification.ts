import type { PairFilter } from '../audit/pair-filter.ts'
import { sliceWords } from '../audit/slice-words.ts'
import { clipped } from '../domain/clipped.ts'
import { counted, wrapped } from './drawing/text.ts'
import { CONFIG } from './drawing/theme.ts'
import type { Drawing, Spec } from './drawing/vega-lite.ts'

/** Whose rewards and labels a figure shows; null where the dataset has none. */
type Sources = { pre: string | null; post: string | null; labeler: string | null; rewriter: string | null }

/** Which pairs a figure is of; `sources`: of an audit, else null. */
export type About = {
  dataset: string
  revision: number
  allPairs: number
  pairs: number
  where: PairFilter | null
  sources: Sources | null
}

const WIDTH = 95
const NAME = 60

const pairsText = ({ dataset, revision, allPairs, pairs, where }: About): string => {
  const of = `${clipped(dataset, NAME)}, revision ${revision}`
  if (!where) return `${of}: all ${counted(allPairs, 'pair')}`
  return `${of}: ${pairs.toLocaleString('en-US')} of ${counted(allPairs, 'pair')}, with ${sliceWords(where)}`
}

const sourcesText = ({ pre, post, labeler, rewriter }: Sources): string => {
  const named = (what: string, name: string | null) =>
    `${what} ${name === null ? '(none)' : clipped(name, NAME)}`
  const names = [named('pre model', pre), named('post model', post), named('labeler', labeler)]
  return [...names, ...(rewriter === null ? [] : [named('rewriter', rewriter)])].join(' · ')
}

/** A drawing as a whole Vega-Lite specification, which says what it is of. */
export const specification = ({ title, notes, spec, params }: Drawing, about: About): Spec => {
  const subtitle = [
    ...wrapped(pairsText(about), { width: WIDTH, lines: 3 }),
    ...(about.sources ? wrapped(sourcesText(about.sources), { width: WIDTH, lines: 3 }) : []),
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
