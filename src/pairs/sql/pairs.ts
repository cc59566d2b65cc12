import type { Cell, Pairs } from '../pairs.ts'
import { type CodeTerm, type Condition, keyOf } from '../terms.ts'
import { binned } from './bins.ts'
import { samplesByPrompt } from './by-prompt.ts'
import { coincidencesOf } from './coincidences.ts'
import { cutsOf } from './cuts.ts'
import { jointCounts } from './joint.ts'
import { anglesOf, summaryOfTerms } from './moments.ts'
import { countNames, countSubsets, countValues } from './name-counts.ts'
import { pageOf } from './page.ts'
import { labeledFeatures, patternsOf } from './patterns.ts'
import { rowsOf } from './rows.ts'
import {
  ask,
  decidedSource,
  groupedBy,
  matchingSource,
  once,
  rewrittenSource,
  type Source,
  select,
} from './source.ts'
import type { Bind } from './statement.ts'

/** Cells by some of the terms that they were counted by. */
const narrowed = (cells: readonly Cell[], places: readonly number[]): Cell[] => {
  const merged = new Map<string, Cell>()
  for (const { codes, pairs } of cells) {
    const kept = places.map((place) => codes[place])
    const key = kept.join()
    merged.set(key, { codes: kept, pairs: pairs + (merged.get(key)?.pairs ?? 0) })
  }
  return [...merged.values()]
}

type Counted = { keys: string[]; cells: Promise<Cell[]> }
const counted = new WeakMap<Source, Counted[]>()

const countCells = async (source: Source, by: readonly CodeTerm[]): Promise<Cell[]> => {
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [...by.map(source.terms.code), 'count(*)'],
      rest: groupedBy(by.length),
    }),
  )) as (number | null)[][]
  return rows.map((row) => ({ codes: row.slice(0, by.length), pairs: row[by.length] as number }))
}

/** What was counted by more terms is not counted again. */
const count = async (source: Source, by: readonly CodeTerm[]): Promise<Cell[]> => {
  const keys = by.map(keyOf)
  const all = counted.get(source) ?? []
  counted.set(source, all)
  const known = all.find((one) => keys.every((key) => one.keys.includes(key)))
  if (known)
    return narrowed(
      await known.cells,
      keys.map((key) => known.keys.indexOf(key)),
    )
  const mine = { keys, cells: countCells(source, by) }
  all.push(mine)
  mine.cells.catch(() => all.splice(all.indexOf(mine), 1))
  return mine.cells
}

/** Pairs of a source, whatever is asked of them computed by the database. */
export const pairsOf = (source: Source): Pairs => {
  const restricted = (where?: Condition) => (bind: Bind) => (where ? [source.holds(where, bind)] : [])
  return {
    outline: source.outline,
    size: async () => (await count(source, []))[0]?.pairs ?? 0,
    count: (by) => count(source, by),
    bins: (axes, where) => binned(source, axes, restricted(where)),
    summary: (terms) => summaryOfTerms(source, terms),
    angles: (term, where) => anglesOf(source, term, where),
    byPrompt: (samples, couples) => samplesByPrompt(source, samples, couples),
    coincidences: (conditions) => coincidencesOf(source, conditions),
    joint: (labels) => jointCounts(source, labels),
    names: (list, labeler) => countNames(source, list, labeler),
    subsets: () => countSubsets(source),
    attributeValues: (attribute) => countValues(source, attribute),
    cuts: (term, bins) => cutsOf(source, term, bins),
    patterns: (request) => patternsOf(source, request),
    labeled: (version) => labeledFeatures(source, version),
    page: (request) => pageOf(source, request),
    rows: (range) => rowsOf(source, range),
    matching: async (where) => pairsOf(matchingSource(source, where)),
    decided: () => once(source, 'decided', async () => pairsOf(decidedSource(source))),
    rewrittenBy: (rewriter) =>
      once(source, `rewritten ${rewriter}`, async () => pairsOf(await rewrittenSource(source, rewriter))),
  }
}
