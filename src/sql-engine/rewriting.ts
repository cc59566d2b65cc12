import { SIDES, type Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import type { Need } from '../metrics/lacking.ts'
import {
  type FlipCount,
  lackingRewritten,
  rewritingAlignmentOf,
  type SimilaritySelection,
  wantedFlip,
  withoutRewritingShift,
} from '../metrics/rewriting.ts'
import type { Summary } from '../stats/summary.ts'
import { angleBetween } from './angle.ts'
import { maskOf } from './bits.ts'
import { type Columns, columnsOf } from './columns.ts'
import { angleHistogram, heatmapByAngle } from './histograms.ts'
import { jointCounts } from './labels.ts'
import { similarityColumn } from './names.ts'
import { ensureProjection } from './projection.ts'
import { angleSummary } from './shifts.ts'
import { ask, extentOf, type Source, select } from './source.ts'
import { certainly, every, type Sql } from './statement.ts'
import { piecesOf, summaryOf } from './summary.ts'

/** The rewritten pairs of a source: `p` is the original, `w` what one rewriter (its index) made of it. */
export type RewrittenSource = Source & { original: Source; rewritten: Columns; table: string }

export const rewrittenSource = async (source: Source, rewriter: number): Promise<RewrittenSource> => {
  const { connection, outline, subject } = source
  const table = await ensureProjection(connection, outline, outline.rewriters[rewriter].variantId)
  return {
    ...source,
    original: source,
    table,
    rewritten: columnsOf(outline, subject, 'w'),
    from: (bind) =>
      `${source.from(bind)} JOIN ${table} AS w ON w.dataset_id = p.dataset_id AND w.row_id = p.row_id`,
  }
}

/** What stands in the way of whatever is asked of these pairs; else null. */
export const lackIn = async (source: RewrittenSource, needs: readonly Need[]): Promise<string | null> => {
  const { pairs } = await extentOf(source)
  return lackingRewritten(await extentOf(source.original), pairs, needs)
}

/** Whether the target features stayed what they were on both sides. */
export const keepsTargets = ({ columns, rewritten, outline }: RewrittenSource): Sql => {
  const { features, priority } = outline.taxonomy
  const targets = priority.map((name) => features.findIndex((one) => one.name === name))
  const mask = maskOf(columns.fields, targets)
  if (mask === 0n) return 'true'
  return certainly(
    every(
      SIDES.flatMap((side) => [
        `${columns.label(side, 'known')} & ${rewritten.label(side, 'known')} & ${mask} = ${mask}`,
        `${columns.label(side, 'features')} & ${mask} = ${rewritten.label(side, 'features')} & ${mask}`,
      ]),
    ),
  )
}

export const rewritingPairs = async (source: RewrittenSource) => {
  const [[pairs, keptPairs]] = (await ask(source, (bind) =>
    select(source, bind, {
      columns: ['count(*)', `count(*) FILTER (WHERE ${keepsTargets(source)})`],
    }),
  )) as [number, number][]
  return { pairs, keptPairs }
}

export const rewritingAlignment = async (source: RewrittenSource, stage: Stage) => {
  const { columns, rewritten } = source
  const [[pairs, before, after]] = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [
        'count(*)',
        ...[columns, rewritten].map((of) => `coalesce(sum(${of.aligned(stage)}), 0)::bigint`),
      ],
      conditions: [columns.scored(stage), rewritten.scored(stage)],
    }),
  )) as [number, number, number][]
  const lack = pairs > 0 ? null : await lackIn(source, [stage])
  return rewritingAlignmentOf(stage, { pairs, before, after }, lack)
}

export const flips = async (source: RewrittenSource): Promise<FlipCount[]> => {
  const { columns, rewritten } = source
  const of = (row: Columns, side: Side) => ({
    features: row.label(side, 'features'),
    known: row.label(side, 'known'),
  })
  const sides: FlipCount[][] = []
  for (const side of SIDES) {
    const joint = await jointCounts(source, columns.fields, [
      { a: of(columns, side), b: of(rewritten, side) },
    ])
    sides.push(
      joint.map((counts, feature) => {
        const sum = (sign: number) =>
          counts.reduce((total, { a, b, count }) => total + (Math.sign(b - a) === sign ? count : 0), 0)
        return { feature, side, gained: sum(1), unchanged: sum(0), lost: sum(-1) }
      }),
    )
  }
  return columns.fields
    .flatMap((_, feature) => sides.map((counts) => counts[feature]))
    .filter(({ gained, unchanged, lost }) => gained + unchanged + lost > 0)
}

/** Table 3: of entries, so that each side is a row of its own. */
export const similarity = async (
  source: RewrittenSource,
  selection: SimilaritySelection,
): Promise<Summary> => {
  const { columns, rewritten } = source
  const flip = wantedFlip(selection)
  const entries = (side: Side): Sql[] => {
    if (flip === null) return ['true']
    const field = columns.fields[selection.feature as number]
    return [certainly(`sign(${rewritten.value(side, field)} - ${columns.value(side, field)}) = ${flip}`)]
  }
  const wanted = selection.side ? [selection.side] : SIDES
  const values = {
    source: {
      connection: source.connection,
      from: (bind: Parameters<Source['from']>[0]) => {
        const each = wanted.map((side) =>
          select(source, bind, {
            columns: [`w.${similarityColumn(side)} AS similarity`],
            conditions: entries(side),
          }),
        )
        return `(${each.join(' UNION ALL ')}) AS entries`
      },
      where: () => 'true',
    },
    value: 'similarity',
    range: [-1, 1.001],
  } as const
  return summaryOf(values, await piecesOf(values))
}

/** From the original to the rewritten reward vector, in degrees. */
const angleOf = ({ columns, rewritten }: RewrittenSource, stage: Stage): Sql => {
  const [uc, ur] = SIDES.map((side) => columns.reward(stage, side))
  const [vc, vr] = SIDES.map((side) => rewritten.reward(stage, side))
  return angleBetween(uc, ur, vc, vr)
}

export const rewritingShift = async (source: RewrittenSource, stage: Stage) =>
  angleSummary(source, angleOf(source, stage), async () =>
    withoutRewritingShift(await lackIn(source, [stage])),
  )

export const rewritingShiftHistogram = (source: RewrittenSource, stage: Stage, bins: number) =>
  angleHistogram(source, angleOf(source, stage), { bins })

/** Figure 13: x is the pair's mean cosine similarity, y the post model's angle in degrees. */
export const similarityByShift = (source: RewrittenSource, bins: number) => {
  const [chosen, rejected] = SIDES.map((side) => `w.${similarityColumn(side)}`)
  return heatmapByAngle(source, {
    x: `((${chosen} + ${rejected}) / 2)`,
    angle: angleOf(source, 'POST'),
    bins,
  })
}
