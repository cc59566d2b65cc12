import { remembering } from '../../frame/remembered.ts'
import { type ByCluster, sharedClusters } from '../../stats/contrast.ts'
import {
  coSquares,
  type GroupedResponse,
  groupResponse,
  type Observations,
  unitOfAll,
} from '../../stats/grouped-response.ts'
import { type Combinations, combinationsOf } from '../combinations.ts'
import { bitsOfAll, featuresOf, haveBits, LABEL_WORDS, type Words } from '../features.ts'
import { type Bits, groupRows } from '../group-rows.ts'
import { pairwisePatterns } from '../pairwise.ts'
import { type ListedPairs, NO_GAPS, type PatternRequest, type Patterns, type RowsOf } from '../patterns.ts'
import { taken } from '../taken.ts'
import { keyOf, type Labels, type Version } from '../terms.ts'
import { holdsOf } from './condition.ts'
import { measuredIn, pairRowsOf } from './pairwise.ts'
import { byPrompt, hasSiblings, withSiblings } from './prompts.ts'
import type { Rows, Space } from './space.ts'

/** All rows of a space grouped by what columns of labels say of some features, and what they leave open. */
type Grouping = {
  combinations: Combinations
  /** Of each row. */
  patternOf: Int32Array
  /** Of each pattern the bits that are known in all columns. */
  known: Words
}

const EVERY_WORD = Array.from({ length: LABEL_WORDS }, (_, word) => word)

const group = (space: Space, labels: string, features: readonly number[]): Grouping => {
  const all = featuresOf(space.frame.taxonomy)
  const masks = bitsOfAll(features.map((feature) => all[feature]))
  const columns = (JSON.parse(labels) as Labels[]).map((of) => space.labels(of)?.[of.side] ?? null)
  const bitsOf = (what: 'features' | 'known') =>
    columns.map((column) =>
      EVERY_WORD.map((word): Bits | null =>
        // Words that have none of the features tell nothing apart.
        column && masks[word] !== 0 ? { column: column[what][word], mask: masks[word] } : null,
      ),
    )
  const bits = { features: bitsOf('features'), known: bitsOf('known') }
  const used = [...bits.features, ...bits.known].flat().filter((one) => one !== null)
  const { groupOf, words, count } = groupRows(
    used,
    Int32Array.from({ length: space.length }, (_, row) => row),
  )
  const nothing = new Uint32Array(count)
  const distinct = (of: readonly (readonly (Bits | null)[])[]): Words[] =>
    of.map((column) => column.map((one) => (one ? words[used.indexOf(one)] : nothing)))
  const known = distinct(bits.known)
  return {
    combinations: combinationsOf(distinct(bits.features), all),
    patternOf: groupOf,
    known: known.reduce((both, column) =>
      both.map((word, index) => word.map((bits, pattern) => bits & column[index][pattern])),
    ),
  }
}

/** Of all groupings together, which every list of features has its own of. */
const KEPT_BYTES = 24 * 2 ** 20
/** Of a pattern: its words, and what it is grouped into. */
const PATTERN_BYTES = 64

/** Once for all slices. */
const groupingOf = remembering<Grouping>(
  KEPT_BYTES,
  ({ patternOf, combinations }) => patternOf.byteLength + PATTERN_BYTES * combinations.count,
)(group)

/** Which of some features any of the rows is labeled with in all columns, and of each pattern whether it has all of these. */
const labeledIn = (
  { space, rows }: Rows,
  wanted: readonly number[],
  { patternOf, known, combinations }: Grouping,
) => {
  const { count } = combinations
  const occurs = new Uint8Array(count)
  for (let k = 0; k < rows.length; k++) occurs[patternOf[rows[k]]] = 1
  const some = EVERY_WORD.map(() => new Uint32Array(1))
  for (let pattern = 0; pattern < count; pattern++)
    if (occurs[pattern] === 1) for (const word of EVERY_WORD) some[word][0] |= known[word][pattern]
  const all = featuresOf(space.frame.taxonomy)
  const features = wanted.filter((feature) => haveBits(some, all[feature].bits, 0))
  const bits = bitsOfAll(features.map((feature) => all[feature]))
  const complete = new Uint8Array(count)
  for (let pattern = 0; pattern < count; pattern++) complete[pattern] = haveBits(known, bits, pattern) ? 1 : 0
  return { features, complete }
}

/** About one of the first: their own size tells nothing under an intercept, and costs digits. */
const responsesOf = (each: readonly Observations[], rows: number): GroupedResponse[] => {
  if (each.length === 1) return [groupResponse(each[0], { rows })]
  const unit = unitOfAll(each)
  const [{ column, at }] = each
  const centre = (column[at[0]] ?? 0) / unit
  return each.map((one) => groupResponse(one, { rows, centre, unit }))
}

const listed = (
  space: Space,
  pairs: Int32Array,
  {
    which,
    patternOf,
    responses,
    columns,
  }: {
    which: Parameters<Patterns['listed']>[0]
    patternOf: Int32Array
    responses: readonly GroupedResponse[]
    columns: readonly Float64Array[]
  },
): ListedPairs => {
  const { prompts, rows } = byPrompt(space, pairs)
  const listed = which === 'ALL' ? rows : withSiblings(space, rows)
  return {
    prompts,
    pair: listed,
    prompt: taken(space.prompt, listed),
    pattern: taken(patternOf, listed),
    outcomes: columns.map((column, index) => {
      const { unit, centre } = responses[index]
      const outcome = taken(column, listed)
      for (let at = 0; at < outcome.length; at++) outcome[at] = outcome[at] / unit - centre
      return outcome
    }),
  }
}

/** By pattern; pairs (their rows) ascend, and the i-th of them has the i-th observation of each. */
const observations = new WeakMap<Patterns, readonly Observations[]>()

const patterns = (of: Rows, key: string): Patterns => {
  const { space, rows } = of
  const request: PatternRequest = JSON.parse(key)
  const { labels, features: asked, outcomes, where, unlabeled, pairwise, controls } = request
  const isLabel = (feature: number) => feature < space.frame.taxonomy.features.length
  const wanted = asked.filter(isLabel)
  const grouping = groupingOf(space, keyOf(labels), wanted)
  const { patternOf, combinations } = grouping
  const { features: labeled, complete } = labeledIn(of, wanted, grouping)
  const isMeasured = asked.length > wanted.length
  const measured = asked.flatMap((feature) => {
    const has = isLabel(feature) ? null : measuredIn(space, feature, keyOf({ labels, controls }))
    return has && rows.some((row) => has[row] === 1) ? [{ feature, has, pairs: 0 }] : []
  })
  const features = [...labeled, ...measured.map(({ feature }) => feature)]
  const columns = () => outcomes.map((term) => space.numbers(term))
  const [first, second = first] = columns()
  const holds = where ? holdsOf(space, where) : null
  const none = features.length === 0 && !unlabeled
  const usable = new Int32Array(rows.length)
  let count = 0
  let otherwise = 0
  for (let k = 0; !none && k < rows.length; k++) {
    const row = rows[k]
    if (complete[patternOf[row]] === 0 || Number.isNaN(first[row]) || Number.isNaN(second[row])) continue
    if (holds !== null && !holds(row)) continue
    otherwise++
    let isUsable = true
    for (let m = 0; m < measured.length; m++) {
      if (measured[m].has[row] === 1) continue
      measured[m].pairs++
      isUsable = false
    }
    if (isUsable) usable[count++] = row
  }
  const pairs = count === rows.length ? rows : usable.slice(0, count)
  if (pairwise || isMeasured) {
    const lacking = measured.flatMap(({ feature, pairs }) => (pairs > 0 ? [{ feature, pairs }] : []))
    const gaps = lacking.length > 0 ? { pairs: otherwise, lacking } : NO_GAPS
    return pairwisePatterns(pairRowsOf({ space, rows: pairs }, { ...request, features }), gaps)
  }
  const each = columns().map((column): Observations => ({ rowOf: patternOf, column, at: pairs }))
  const responses = responsesOf(each, combinations.count)
  const [a, b] = each
  const made: Patterns = {
    features,
    pairs: pairs.length,
    gaps: NO_GAPS,
    combinations,
    outcomes: responses,
    products: b ? coSquares([a, b], [responses[0], responses[1]]) : new Float64Array(),
    listed: async (which) => listed(space, pairs, { which, patternOf, responses, columns: columns() }),
    sharedWith: async (other, [mine, theirs], alone = false) => {
      const hasOthers = hasSiblings(space)
      const byCluster = (of: Patterns, rowsOf: RowsOf): ByCluster => {
        const observed = observations.get(of)
        if (!observed) throw new Error('patterns of two executors')
        const clusters = alone ? observed[0].at.filter((row) => !hasOthers(row)) : observed[0].at
        const placed = observed.map(({ rowOf, column }, index): Observations => {
          const places = rowsOf?.[index]
          return { rowOf: places ? rowOf.map((pattern) => places[pattern]) : rowOf, column, at: clusters }
        })
        return { clusters, observations: placed, response: of.outcomes[0] }
      }
      return sharedClusters(byCluster(made, mine), byCluster(other, theirs))
    },
  }
  observations.set(made, each)
  return made
}

/** Of a row of an outcome: its count, mean and squares. */
const ROW_BYTES = 32

const rememberedPatterns = remembering<Patterns>(
  KEPT_BYTES,
  ({ pairs, outcomes }) => 4 * pairs + ROW_BYTES * outcomes.reduce((sum, { count }) => sum + count.length, 0),
)(patterns)

/** `Pairs.patterns`, of a slice. What is told apart, and whether ungrouped, makes no difference here. */
export const patternsOf = (of: Rows, { told, ungrouped, ...request }: PatternRequest): Patterns =>
  rememberedPatterns(of, keyOf(request))

/** `Pairs.labeled` */
export const labeledFeatures = (space: Space, version: Version): number[] => {
  const columns = space.frame.labelers.map((_, labeler) => space.labels({ labeler, version }))
  return featuresOf(space.frame.taxonomy).flatMap(({ bits }, feature) =>
    columns.some((labels) => {
      if (!labels) return false
      const { CHOSEN, REJECTED } = labels
      const word = bits.findIndex((mask) => mask !== 0)
      return CHOSEN.known[word].some((known, row) => (known & REJECTED.known[word][row] & bits[word]) !== 0)
    })
      ? [feature]
      : [],
  )
}
