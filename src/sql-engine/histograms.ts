import { SIDES, type Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { probabilityOf, quadrantsOf } from '../metrics/reward-distribution.ts'
import { type Domain, edgesOver } from '../stats/binning.ts'
import type { Heatmap } from '../stats/heatmap.ts'
import type { Histogram } from '../stats/histogram.ts'
import { angleBetween } from './angle.ts'
import { ask, extentOf, groupedBy, type Source, select } from './source.ts'
import type { Bind, Sql } from './statement.ts'

type Counted = Pick<Source, 'connection' | 'from' | 'where'>

/** A value by its bins; `edges` of the bins, and where the values that belong there begin. */
type Axis = { value: Sql; edges: readonly number[]; begins: readonly number[] }

/** Which of the bins from 0 a value lies in: the last one is closed. */
const binOf = ({ value, begins }: Axis, bind: Bind): Sql =>
  `least(width_bucket(${value}, ${bind(begins)}::float8[]), ${begins.length - 1}) - 1`

const rangeOf = async (
  source: Counted,
  values: readonly Sql[],
  conditions: readonly Sql[],
): Promise<(Domain | null)[]> => {
  const columns = values.flatMap((value) => [`min(${value})`, `max(${value})`])
  const [row] = (await ask(source, (bind) => select(source, bind, { columns, conditions }))) as number[][]
  return values.map((_, index) => (row[2 * index] === null ? null : [row[2 * index], row[2 * index + 1]]))
}

const plain = (value: Sql, edges: readonly number[]): Axis => ({ value, edges, begins: edges })

const isKnown = (values: readonly Sql[]) => values.map((value) => `${value} IS NOT NULL`)

const countAxis = async (source: Counted, axis: Axis, conditions: readonly Sql[]): Promise<Histogram> => {
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [binOf(axis, bind), 'count(*)'],
      conditions: [...isKnown([axis.value]), ...conditions],
      rest: groupedBy(1),
    }),
  )) as [number, number][]
  if (rows.length === 0) return { edges: [], counts: [] }
  const counts = new Array<number>(axis.edges.length - 1).fill(0)
  for (const [bin, count] of rows) counts[bin] += count
  return { edges: [...axis.edges], counts }
}

const countAxes = async (source: Counted, x: Axis, y: Axis, conditions: readonly Sql[]): Promise<Heatmap> => {
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [binOf(y, bind), binOf(x, bind), 'count(*)'],
      conditions: [...isKnown([x.value, y.value]), ...conditions],
      rest: groupedBy(2),
    }),
  )) as [number, number, number][]
  if (rows.length === 0) return { xEdges: [], yEdges: [], counts: [] }
  const counts = Array.from({ length: y.edges.length - 1 }, () =>
    new Array<number>(x.edges.length - 1).fill(0),
  )
  for (const [row, column, count] of rows) counts[row][column] += count
  return { xEdges: [...x.edges], yEdges: [...y.edges], counts }
}

const ANGLES: Domain = [-180, 180]

const domainAxis = (value: Sql, domain: Domain, bins: number): Axis =>
  plain(value, edgesOver(domain, { bins, domain }))

/** Of angles in degrees, over the whole circle. */
export const angleHistogram = (
  source: Counted,
  value: Sql,
  { bins, conditions = [] }: { bins: number; conditions?: readonly Sql[] },
): Promise<Histogram> => countAxis(source, domainAxis(value, ANGLES, bins), conditions)

/** The smallest score of at least a probability: sigmoid grows with the score. */
const scoreOf = (probability: number): number => {
  if (probability <= 0) return Number.NEGATIVE_INFINITY
  let [below, above] = [-1000, 1000]
  for (;;) {
    const middle = below + (above - below) / 2
    if (middle <= below || middle >= above) return above
    if (probabilityOf(middle) >= probability) above = middle
    else below = middle
  }
}

/** Probabilities by their bins, without computing any: exp of PostgreSQL fails where it vanishes. */
const probabilityAxis = (score: Sql, bins: number): Axis => {
  const edges = edgesOver([0, 1], { bins, domain: [0, 1] })
  return { value: score, edges, begins: edges.map(scoreOf) }
}

export const probabilityDistribution = (
  source: Source,
  { stage, side, bins }: { stage: Stage; side: Side; bins: number },
): Promise<Histogram> => {
  const { reward, scored } = source.columns
  return countAxis(source, probabilityAxis(reward(stage, side), bins), [scored(stage)])
}

export const probabilityHeatmap = (source: Source, stage: Stage, bins: number): Promise<Heatmap> => {
  const [x, y] = SIDES.map((side) => probabilityAxis(source.columns.reward(stage, side), bins))
  return countAxes(source, x, y, [])
}

export const rewardHeatmap = async (source: Source, stage: Stage, bins: number): Promise<Heatmap> => {
  const { reward, scored } = source.columns
  const values = SIDES.map((side) => reward(stage, side))
  const ranges = await rangeOf(source, values, [scored(stage)])
  const [x, y] = values.map((value, index) => plain(value, edgesOver(ranges[index], { bins })))
  return x.edges.length === 0 ? { xEdges: [], yEdges: [], counts: [] } : countAxes(source, x, y, [])
}

/** Chosen minus rejected reward of a model (its index). */
export const marginDistribution = async (source: Source, model: number, bins: number): Promise<Histogram> => {
  const value = `(${SIDES.map((side) => source.columns.rewardOf(model, side)).join(' - ')})`
  const [range] = await rangeOf(source, [value], [])
  const edges = edgesOver(range, { bins })
  return range === null ? { edges: [], counts: [] } : countAxis(source, plain(value, edges), [])
}

export const rewardDirections = (
  source: Source,
  stage: Stage,
  selection: { bins: number; conditions: readonly Sql[] },
): Promise<Histogram> => {
  const [chosen, rejected] = SIDES.map((side) => source.columns.reward(stage, side))
  return angleHistogram(source, angleBetween('(-1::float8)', '(-1::float8)', chosen, rejected), selection)
}

/** x from its smallest to its largest value, y an angle. */
export const heatmapByAngle = async (
  source: Counted,
  { x, angle, bins }: { x: Sql; angle: Sql; bins: number },
): Promise<Heatmap> => {
  const [range] = await rangeOf(source, [x], isKnown([x, angle]))
  const edges = edgesOver(range, { bins })
  if (range === null) return { xEdges: [], yEdges: [], counts: [] }
  return countAxes(source, plain(x, edges), domainAxis(angle, ANGLES, bins), [])
}

export const quadrants = async (source: Source, stage: Stage) => {
  const { reward, scored } = source.columns
  const [chosen, rejected] = SIDES.map((side) => `(${reward(stage, side)} > 0)::int`)
  const rows = (await ask(source, (bind) =>
    select(source, bind, {
      columns: [`2 * ${chosen} + ${rejected}`, 'count(*)'],
      conditions: [scored(stage)],
      rest: groupedBy(1),
    }),
  )) as [number, number][]
  const counts = new Map(rows)
  return quadrantsOf(
    stage,
    [0, 1, 2, 3].map((quadrant) => counts.get(quadrant) ?? 0),
    await extentOf(source),
  )
}
