import { SORT_DIRECTIONS } from '../../src/domain/pair-order.ts'
import { SIDES } from '../../src/domain/side.ts'
import type { Frame } from '../../src/frame/frame.ts'
import type { Rows } from '../../src/pairs/columns/space.ts'
import type { Axis, PageRequest, Pairs } from '../../src/pairs/pairs.ts'
import type { AttributeControl, PatternRequest, Patterns } from '../../src/pairs/patterns.ts'
import {
  type CodeTerm,
  type Condition,
  type Labels,
  LIST_NAMES,
  marginOf,
  type NumberTerm,
  preferenceOf,
  regimeOf,
  rewardOf,
  shiftOf,
  VERSIONS,
} from '../../src/pairs/terms.ts'
import { codeTermsOf, INDICES, numbersOf } from './terms.ts'

/** Something to ask of pairs: what it is, and an answer that two executors should give alike. */
export type Asking = { of: unknown; ask(pairs: Pairs): Promise<unknown> }

/** Of what is asked: a frame's pairs, or those of its rewriter. */
export type About = { frame: Frame; rewritten: boolean; bins: number }

type Verb = keyof Pairs

const WHERE: (Condition | undefined)[] = [
  undefined,
  { code: regimeOf(0, 1), isOneOf: [1, 3] },
  {
    all: [
      { code: regimeOf(0, 1), isOneOf: [0, 1, 2] },
      { code: preferenceOf(0), isOneOf: [0, 2] },
    ],
  },
  { number: marginOf(1), gte: 0, lte: null },
]

/** Cells in one order: of each executor's own there is none. */
const sorted = <T>(all: readonly T[], key: (one: T) => unknown): T[] =>
  all
    .map((one) => [JSON.stringify(key(one)), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, one]) => one)

const isNumber = ({ number }: NumberTerm) => number !== 'ROW_ID'

const domainOf = ({ number }: NumberTerm): Axis['domain'] => {
  if (number === 'ANGLE') return [-180, 180]
  return number === 'PROBABILITY' ? [0, 1] : undefined
}

const labelColumns = (rewritten: boolean): Labels[] =>
  (rewritten ? VERSIONS : VERSIONS.slice(0, 1)).flatMap((version) =>
    INDICES.flatMap((labeler) => SIDES.map((side): Labels => ({ labeler, side, version }))),
  )

/** Patterns by what their columns say of features, whatever executors tell apart besides. */
const mergedPatterns = (
  { features, pairs, gaps, combinations, outcomes, products }: Patterns,
  { labels, told }: PatternRequest,
) => {
  const saying = (pattern: number) =>
    features.map((feature) => {
      const values = labels.map((_, column) => combinations.values(feature, column)[pattern])
      return told === 'BOTH' ? values : values.map((value, column) => value - values[column ^ 1])
    })
  const merged = new Map<string, { count: number; sums: number[]; squares: number[]; product: number }>()
  for (let pattern = 0; pattern < combinations.count; pattern++) {
    const count = outcomes[0].count[pattern]
    if (count === 0) continue
    const key = JSON.stringify(saying(pattern))
    const all = merged.get(key) ?? {
      count: 0,
      sums: outcomes.map(() => 0),
      squares: outcomes.map(() => 0),
      product: 0,
    }
    merged.set(key, all)
    all.count += count
    // Σy and Σy², of each in its own unit about its own centre.
    const means = outcomes.map(({ mean, centre, unit }) => (mean[pattern] + centre) * unit)
    outcomes.forEach(({ squares, unit }, index) => {
      all.sums[index] += count * means[index]
      all.squares[index] += squares[pattern] * unit ** 2 + count * means[index] ** 2
    })
    if (means.length > 1)
      all.product += products[pattern] * outcomes[0].unit ** 2 + count * means[0] * means[1]
  }
  return { features, pairs, gaps, merged: Object.fromEntries(sorted([...merged], ([key]) => key)) }
}

/** What meets in both, of all couples of outcomes: Σab. */
const meetingSums = async (mine: Patterns, theirs: Patterns, alone: boolean) => {
  const { clusters, meetings } = await mine.sharedWith(theirs, [null, null], alone)
  const [a, b] = [mine.outcomes[0], theirs.outcomes[0]]
  let [count, sum] = [0, 0]
  for (const { count: n, means, coSquares } of meetings) {
    count += n
    sum += (coSquares + n * (means[0] + a.centre) * (means[1] + b.centre)) * a.unit * b.unit
  }
  return { clusters, count, sum }
}

/** Pairs one by one, in an order of their own. */
const listedPairs = async (pairs: Pairs, request: PatternRequest, which: 'ALL' | 'SIBLINGS') => {
  const made = await pairs.patterns(request)
  const { features, combinations } = made
  const { prompts, pair, prompt, pattern, outcomes } = await made.listed(which)
  const each = Array.from(pair, (_, index) => ({
    // By what its prompt has: each executor has its own codes.
    siblings: prompt.filter((one) => one === prompt[index]).length,
    spread: prompt.lastIndexOf(prompt[index]) - prompt.indexOf(prompt[index]),
    values: features.map((feature) => {
      const values = request.labels.map((_, column) => combinations.values(feature, column)[pattern[index]])
      return request.told === 'BOTH' ? values : values.map((value, column) => value - values[column ^ 1])
    }),
    outcomes: outcomes.map((outcome, of) => {
      const { centre, unit } = made.outcomes[of]
      return Number(((outcome[index] + centre) * unit).toFixed(6))
    }),
  }))
  return { prompts, each: sorted(each, (one) => one) }
}

const patternRequests = ({ frame, rewritten }: About): PatternRequest[] => {
  const all = [...frame.taxonomy.features.keys()]
  const ofSides = (labeler: number, version: Labels['version'] = 'ORIGINAL') =>
    SIDES.map((side): Labels => ({ labeler, side, version }))
  const chosen = (version: Labels['version']): Labels => ({ labeler: 0, side: 'CHOSEN', version })
  const requests = INDICES.flatMap((labeler) =>
    [all, all.slice(0, 2), []].flatMap((features): PatternRequest[] => [
      {
        labels: ofSides(labeler),
        features,
        outcomes: [rewardOf(1, 'CHOSEN'), rewardOf(1, 'REJECTED')],
        told: 'BOTH',
      },
      { labels: ofSides(labeler), features, outcomes: [marginOf(0)], told: 'APART', unlabeled: true },
      { labels: ofSides(labeler), features, outcomes: [shiftOf(0, 1)], where: WHERE[1], told: 'BOTH' },
      { labels: ofSides(labeler), features, outcomes: [{ number: 'MISALIGNED', model: 1 }], told: 'APART' },
    ]),
  )
  // In front, so that they are asked for whatever there is.
  const some = requests.slice(0, 3).flatMap((request) => [request, { ...request, pairwise: true }])
  const measures = frame.measures.map((_, index) => all.length + index)
  const controls = frame.attributes.slice(0, 3).flatMap(({ name, kind, names }): AttributeControl[] => {
    const values = kind === 'NUMBER' ? [null] : names.slice(0, 2)
    return values.map((value) => ({ attribute: name, value }))
  })
  const places = controls.map((_, index) => all.length + measures.length + index)
  const measured: PatternRequest[] = [
    { ...requests[0], features: [0, ...measures] },
    { ...requests[1], features: measures },
    ...(controls.length > 0
      ? [{ ...requests[0], features: [0, ...measures.slice(0, 1), ...places], controls }]
      : []),
  ]
  if (!rewritten) return [...some, ...requests.slice(3), ...measured, { ...requests[0], ungrouped: true }]
  return [
    ...some,
    ...measured,
    requests[3],
    {
      labels: VERSIONS.map(chosen),
      features: all,
      outcomes: [{ number: 'BECAME_MISALIGNED', model: 1 }],
      told: 'APART',
    },
    {
      labels: VERSIONS.flatMap((version) => ofSides(0, version)),
      features: all,
      outcomes: [marginOf(1), marginOf(1, 'REWRITTEN')],
      told: 'BOTH',
    },
  ]
}

/** What there is to ask by each verb: a new one does not compile until it has its own here. */
const ASKING: Record<Exclude<Verb, 'outline' | 'page' | 'rewrittenBy'>, (about: About) => Asking[]> = {
  size: () => [{ of: {}, ask: (pairs) => pairs.size() }],
  decided: () => [
    { of: {}, ask: async (pairs) => (await pairs.decided()).size() },
    { of: marginOf(1), ask: async (pairs) => (await pairs.decided()).summary([{ term: marginOf(1) }]) },
  ],
  matching: () =>
    WHERE.flatMap((where) => (where ? [where] : [])).map((where) => ({
      of: where,
      ask: async (pairs) => {
        const some = await pairs.matching(where)
        return [
          await some.size(),
          await some.summary([{ term: marginOf(1) }]),
          await some.coincidences([where]),
        ]
      },
    })),
  coincidences: ({ frame, rewritten }) => {
    const codes = codeTermsOf(frame, rewritten).map((code): Condition => ({ code, isOneOf: [1] }))
    return [[], [{ all: [] }], [...WHERE.flatMap((where) => where ?? []), ...codes]].map((of) => ({
      of,
      ask: (pairs) => pairs.coincidences(of),
    }))
  },
  count: ({ frame, rewritten }) => {
    const codes = codeTermsOf(frame, rewritten)
    const some = codes.map((code, index): CodeTerm[] => [code, codes[(index + 7) % codes.length]])
    return [[], ...codes.map((code) => [code]), ...some, codes.slice(2, 6), codes.slice(3, 5)].map((by) => ({
      of: by,
      // Cells that have none may be left out.
      ask: async (pairs) =>
        sorted(
          (await pairs.count(by)).filter(({ pairs }) => pairs > 0),
          ({ codes }) => codes,
        ),
    }))
  },
  bins: ({ rewritten, bins }) => {
    const axes = numbersOf(rewritten)
      .filter(isNumber)
      .flatMap((of): Axis[] => [{ of, bins }, ...(domainOf(of) ? [{ of, bins, domain: domainOf(of) }] : [])])
    const couples = axes.map((axis, index) => [axis, axes[(index + 5) % axes.length]])
    const asked = [...axes.map((axis) => [axis]), ...couples].map((of, index) => ({
      of,
      where: WHERE[index % WHERE.length],
    }))
    return [...asked, { of: [{ of: marginOf(1), bins: 0 }], where: undefined }].map(({ of, where }) => ({
      of: { of, where },
      ask: (pairs) => pairs.bins(of, where),
    }))
  },
  summary: ({ rewritten }) => {
    const numbers = numbersOf(rewritten)
    const couples = SIDES.map((side) => rewardOf(1, side))
    return [...numbers.map((term) => [term]), couples].map((terms, index) => {
      const of = terms.map((term, place) => ({ term, where: WHERE[(index + place) % WHERE.length] }))
      return { of, ask: (pairs) => pairs.summary(of) }
    })
  },
  angles: ({ rewritten }) =>
    numbersOf(rewritten)
      .filter(({ number }) => number === 'ANGLE')
      .map((term, index) => {
        const where = WHERE[index % WHERE.length]
        return { of: { term, where }, ask: (pairs) => pairs.angles(term, where) }
      }),
  byPrompt: ({ rewritten }) => {
    const samples = numbersOf(rewritten)
      .filter(isNumber)
      .map((term, index) => ({ term, where: WHERE[index % WHERE.length] }))
    return [
      { of: [], ask: (pairs) => pairs.byPrompt([]) },
      ...samples.map((a, index) => {
        const b = samples[(index + 3) % samples.length]
        return { of: [a, b], ask: (pairs: Pairs) => pairs.byPrompt([a, b], [[0, 1]]) }
      }),
    ]
  },
  joint: ({ rewritten }) => {
    const columns = labelColumns(rewritten)
    const couples = columns.flatMap((a, index) => columns.slice(index).map((b) => [[a, b] as const]))
    return [...couples, columns.map((a, index) => [a, columns[columns.length - 1 - index]] as const)].map(
      (labels) => ({
        of: labels,
        ask: async (pairs) =>
          (await pairs.joint(labels)).map((counts) => sorted(counts, ({ a, b }) => [a, b])),
      }),
    )
  },
  names: () =>
    LIST_NAMES.flatMap((list) =>
      INDICES.map((labeler) => ({
        of: { list, labeler },
        ask: async (pairs) => counted(await pairs.names(list, labeler)),
      })),
    ),
  subsets: () => [{ of: {}, ask: async (pairs) => counted(await pairs.subsets()) }],
  attributeValues: ({ frame }) =>
    [...frame.attributes.map(({ name }) => name), 'none'].map((name) => ({
      of: name,
      // Values that no pair has may be left out.
      ask: async (pairs) =>
        sorted(
          (await pairs.attributeValues(name)).filter(({ chosen, rejected }) => chosen + rejected > 0),
          ({ key }) => [key],
        ),
    })),
  cuts: ({ rewritten }) =>
    numbersOf(rewritten)
      .filter(isNumber)
      .map((of, index) => ({ of, ask: (pairs) => pairs.cuts(of, 1 + (index % 7)) })),
  patterns: (about) => {
    const requests = patternRequests(about)
    const labelFeatures = about.frame.taxonomy.features.length
    const isPairwise = ({ pairwise = false, features }: PatternRequest) =>
      pairwise || features.some((feature) => feature >= labelFeatures)
    return [
      ...requests.map((request) => ({
        of: request,
        ask: async (pairs: Pairs) => mergedPatterns(await pairs.patterns(request), request),
      })),
      ...requests.slice(0, 8).flatMap((request, index, all) => {
        // Both of groups, or both of pairs.
        const others = [...all.slice(index + 1), ...all]
        const other = others.find((one) => isPairwise(one) === isPairwise(request)) as PatternRequest
        return [false, true].map((alone) => ({
          of: { request, sharedWith: other, alone },
          ask: async (pairs: Pairs) =>
            meetingSums(await pairs.patterns(request), await pairs.patterns(other), alone),
        }))
      }),
      ...requests.slice(0, 6).flatMap((request) =>
        (['ALL', 'SIBLINGS'] as const).map((which) => ({
          of: { request, which },
          ask: (pairs: Pairs) => listedPairs(pairs, request, which),
        })),
      ),
    ]
  },
  labeled: ({ rewritten }) => {
    const version = rewritten ? 'REWRITTEN' : 'ORIGINAL'
    return [{ of: version, ask: (pairs) => pairs.labeled(version) }]
  },
  rows: ({ frame, rewritten }) =>
    rewritten
      ? []
      : [
          { start: 0, limit: 5 },
          { start: 3, limit: 100 },
          { start: 1e6, limit: 1 },
        ].map((range) => ({ of: range, ask: async (pairs) => columnsOf(frame, await pairs.rows(range)) })),
}

const counted = (names: Awaited<ReturnType<Pairs['names']>>) =>
  sorted(
    names.filter(({ entries }) => entries > 0),
    ({ key }) => key,
  )

/** What terms are in some rows. */
const columnsOf = (frame: Frame, { space, rows }: Rows) => [
  ...numbersOf(false).map((term) => Array.from(rows, (row) => space.numbers(term)[row])),
  ...codeTermsOf(frame, false)
    .filter(({ code }) => code !== 'REWRITTEN' || frame.rewritten.length > 0)
    .map((term) => Array.from(rows, (row) => space.codes(term)[row])),
]

/** Everything but pages. */
export const everyVerb = (about: About): [verb: string, Asking][] =>
  Object.entries(ASKING).flatMap(([verb, asking]) =>
    asking(about).map((one): [string, Asking] => [verb, one]),
  )

/** Of every order and both ways. */
export const pageRequests = (rewritten: boolean): PageRequest[] =>
  numbersOf(rewritten).flatMap((by) =>
    SORT_DIRECTIONS.flatMap((direction) =>
      [true, false].map((backwards) => ({ by, direction, limit: 3, backwards, after: null, before: null })),
    ),
  )
