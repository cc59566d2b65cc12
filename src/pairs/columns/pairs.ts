import { SIDES } from '../../domain/side.ts'
import { outlineOf } from '../../frame/frame.ts'
import { remembering } from '../../frame/remembered.ts'
import { binPoints } from '../../stats/binning.ts'
import { meanVector } from '../../stats/circular.ts'
import { type ClusterTotals, clusterTotals, coupleOf } from '../../stats/clustered-sample.ts'
import { summarize } from '../../stats/summary.ts'
import type { Angles, Cell, Pairs, Sample } from '../pairs.ts'
import { taken } from '../taken.ts'
import { CODES, type CodeTerm, type Condition, type Index, type NumberTerm } from '../terms.ts'
import { countValues } from './attribute.ts'
import { coincidencesOf } from './coincidences.ts'
import { holdsOf } from './condition.ts'
import { cutsOf } from './cuts.ts'
import { jointCounts } from './joint.ts'
import { countNames, countSubsets } from './names.ts'
import { pageOf } from './page.ts'
import { labeledFeatures, patternsOf } from './patterns.ts'
import { promptCodes } from './prompts.ts'
import type { Rows } from './space.ts'
import { spaceOfRewriter } from './spaces.ts'

const count = ({ space, rows }: Rows, by: readonly CodeTerm[]): Cell[] => {
  const columns = by.map((term) => space.codes(term))
  // One more for what is unknown.
  const sizes = by.map(({ code }) => CODES[code] + 1)
  const counts = new Uint32Array(sizes.reduce((product, size) => product * size, 1))
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]
    let cell = 0
    for (let c = 0; c < columns.length; c++) cell = cell * sizes[c] + columns[c][row] + 1
    counts[cell]++
  }
  return Array.from(counts, (pairs, cell): Cell => {
    let rest = cell
    const codes = sizes.map(() => null as number | null)
    for (let c = sizes.length - 1; c >= 0; c--) {
      codes[c] = (rest % sizes[c]) - 1
      if (codes[c] === -1) codes[c] = null
      rest = Math.floor(rest / sizes[c])
    }
    return { codes, pairs }
  }).filter(({ pairs }) => pairs > 0)
}

/** Rows that have all of some numbers, and for which a condition holds. */
const withAll = ({ space, rows }: Rows, columns: readonly Float64Array[], where?: Condition): Int32Array => {
  const holds = where ? holdsOf(space, where) : null
  const kept = new Int32Array(rows.length)
  let count = 0
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]
    let isThere = true
    for (let c = 0; c < columns.length; c++) isThere &&= !Number.isNaN(columns[c][row])
    if (isThere && (holds === null || holds(row))) kept[count++] = row
  }
  return kept.subarray(0, count)
}

/** The numbers of a term that are there, in the order of the rows. */
const numbersIn = (of: Rows, term: NumberTerm, where?: Condition): Float64Array => {
  const column = of.space.numbers(term)
  return taken(column, withAll(of, [column], where))
}

/** Of each sample by prompt; NaN is what a pair does not have. */
const totalsByPrompt = ({ space, rows }: Rows, samples: readonly Sample[]): ClusterTotals[] => {
  const { codes, prompts } = promptCodes(space, rows)
  return samples.map(({ term, where }) => {
    const column = space.numbers(term)
    const holds = where ? holdsOf(space, where) : null
    const values = new Float64Array(rows.length)
    for (let k = 0; k < rows.length; k++)
      values[k] = holds === null || holds(rows[k]) ? column[rows[k]] : Number.NaN
    return clusterTotals(values, codes, prompts)
  })
}

const joined = (parts: readonly Float64Array[]): Float64Array => {
  if (parts.length === 1) return parts[0]
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    all.set(part, start)
    start += part.length
  }
  return all
}

const bins = (of: Rows, axes: Parameters<Pairs['bins']>[0], where?: Condition) => {
  const columns = axes.map(({ of: term }) => of.space.numbers(term))
  const rows = withAll(of, columns, where)
  const points = columns.map((column) => taken(column, rows))
  return binPoints(points, axes)
}

export const anglesOf = (degrees: Float64Array): Angles => {
  let [positive, negative] = [0, 0]
  for (let k = 0; k < degrees.length; k++) {
    if (degrees[k] > 0) positive++
    else if (degrees[k] < 0) negative++
  }
  return { ...summarize(degrees), ...meanVector(degrees), positive, negative }
}

/** Of all slices together. */
const KEPT_BYTES = 16 * 2 ** 20

/** The rows that aren't ties; the very same where none is. */
const decidedOf = remembering<Rows>(
  KEPT_BYTES,
  ({ rows }) => rows.byteLength,
)(({ space, rows }: Rows) => {
  const ties = space.codes({ code: 'TIE' })
  return { space, rows: rows.filter((row) => ties[row] === 0) }
})

/** Once for each slice, so that what is grouped of them is remembered, too. */
const rewrittenOf = remembering<Rows>(
  KEPT_BYTES,
  ({ rows }) => rows.byteLength,
)(({ space, rows }: Rows, rewriter: Index) => {
  const isMeant = new Uint8Array(space.length)
  for (const row of rows) isMeant[row] = 1
  const { positions } = space.frame.rewritten[rewriter]
  const some = Int32Array.from(positions.keys()).filter((row) => isMeant[positions[row]] === 1)
  return { space: spaceOfRewriter(space.frame, rewriter), rows: some }
})

/** The pairs (their positions in the frame) of a frame, or those of them that a rewriter rewrote. */
export const pairsOf = (of: Rows): Pairs => {
  const { space, rows } = of
  const { frame } = space
  const labelsOf = (one: Parameters<Pairs['joint']>[0][number][number]) =>
    space.labels(one)?.[one.side] ?? null
  return {
    outline: outlineOf(frame),
    size: async () => rows.length,
    count: async (by) => count(of, by),
    bins: async (axes, where) => bins(of, axes, where),
    summary: async (terms) => summarize(joined(terms.map(({ term, where }) => numbersIn(of, term, where)))),
    angles: async (term, where) => anglesOf(numbersIn(of, term, where)),
    byPrompt: async (samples, couples = []) => {
      const totals = totalsByPrompt(of, samples)
      return {
        samples: totals.map(({ sample }) => sample),
        couples: couples.map(([a, b]) => coupleOf(totals[a], totals[b])),
      }
    },
    coincidences: async (conditions) => coincidencesOf(of, conditions),
    joint: async (labels) => {
      const known = labels.flatMap(([a, b]) => {
        const [first, second] = [labelsOf(a), labelsOf(b)]
        return first && second ? [[first, second] as const] : []
      })
      return jointCounts(known, space.fields, rows)
    },
    names: async (list, labeler) => {
      const labels = space.labels({ labeler, version: 'ORIGINAL' })
      return labels
        ? countNames(
            SIDES.map((side) => labels[side][list]),
            frame[list],
            rows,
          )
        : []
    },
    subsets: async () => countSubsets(space.subset, frame.subsets, rows),
    attributeValues: async (attribute) => countValues(of, attribute),
    cuts: async (term, bins) => cutsOf(numbersIn(of, term), bins),
    patterns: async (request) => patternsOf(of, request),
    labeled: async (version) => labeledFeatures(space, version),
    page: async (request) => pageOf(space, rows, request),
    rows: async ({ start, limit }) => ({ space, rows: rows.subarray(start, start + limit) }),
    matching: async (where) => pairsOf({ space, rows: rows.filter(holdsOf(space, where)) }),
    decided: async () => pairsOf(decidedOf(of)),
    rewrittenBy: async (rewriter) => pairsOf(rewrittenOf(of, rewriter)),
  }
}
