import { PREFERENCES } from '../domain/preference.ts'
import { REGIMES, regimeOf } from '../domain/regime.ts'
import { STAGES, type Stage } from '../domain/stage.ts'
import { type Alignment, alignmentUnder } from '../metrics/alignment.ts'
import { alignmentChangeOf } from '../metrics/alignment-change.ts'
import type { Coverage } from '../metrics/coverage.ts'
import type { Extent } from '../metrics/lacking.ts'
import { type PreferenceSummary, preferencesOf } from '../metrics/preference.ts'
import { type RegimeSummary, regimesOf } from '../metrics/regime.ts'
import { ask, groupedBy, once, type Source, select } from './source.ts'

/** How many pairs are alike in all that is counted; null is unknown, 1 is yes. `preference`: index into PREFERENCES. */
type Cell = {
  aligned: Record<Stage, number | null>
  preference: number | null
  labeled: boolean
  rewritten: boolean
  pairs: number
}

const countCells = async (source: Source): Promise<Cell[]> => {
  const { aligned, preference, labeled, row } = source.columns
  const columns = [aligned('PRE'), aligned('POST'), preference, labeled, `${row}.rewritten`]
  const rows = (await ask(source, (bind) =>
    select(source, bind, { columns: [...columns, 'count(*)'], rest: groupedBy(columns.length) }),
  )) as [number | null, number | null, number | null, boolean, boolean, number][]
  return rows.map(([PRE, POST, preference, labeled, rewritten, pairs]) => ({
    aligned: { PRE, POST },
    preference,
    labeled,
    rewritten,
    pairs,
  }))
}

const cellsOf = (source: Source) => once(source, 'cells', () => countCells(source))

const count = (cells: readonly Cell[], is: (cell: Cell) => boolean = () => true): number =>
  cells.reduce((sum, cell) => sum + (is(cell) ? cell.pairs : 0), 0)

const isScored = (stage: Stage) => (cell: Cell) => cell.aligned[stage] !== null
const isAligned = (stage: Stage) => (cell: Cell) => cell.aligned[stage] === 1
const isBothScored = (cell: Cell) => STAGES.every((stage) => isScored(stage)(cell))
const isInRegime = (regime: string) => (cell: Cell) =>
  isBothScored(cell) && regimeOf(cell.aligned.PRE === 1, cell.aligned.POST === 1) === regime

const extentOf = ({ outline, subject }: Source, cells: readonly Cell[]): Extent => ({
  pairs: count(cells),
  datasetPairs: outline.pairCount,
  subject,
  taxonomy: outline.taxonomy,
})

export const coverage = async (source: Source): Promise<Coverage> => {
  const cells = await cellsOf(source)
  return {
    pairs: count(cells),
    preScored: count(cells, isScored('PRE')),
    postScored: count(cells, isScored('POST')),
    bothScored: count(cells, isBothScored),
    labeled: count(cells, ({ labeled }) => labeled),
    complete: count(cells, (cell) => isBothScored(cell) && cell.labeled),
    rewritten: count(cells, ({ rewritten }) => rewritten),
  }
}

export const alignment = async (source: Source, stage: Stage): Promise<Alignment> => {
  const cells = await cellsOf(source)
  const counts = { aligned: count(cells, isAligned(stage)), pairs: count(cells, isScored(stage)) }
  return alignmentUnder(stage, counts, extentOf(source, cells))
}

/** Pairs of each regime, in the order of REGIMES. */
export const regimeCounts = async (source: Source) => {
  const cells = await cellsOf(source)
  return REGIMES.map((regime) => count(cells, isInRegime(regime)))
}

/** Pairs of each preference, in the order of PREFERENCES. */
export const preferenceCounts = async (source: Source) => {
  const cells = await cellsOf(source)
  return PREFERENCES.map((_, index) => count(cells, ({ preference }) => preference === index))
}

export const regimes = async (source: Source): Promise<RegimeSummary[]> => {
  const cells = await cellsOf(source)
  const joint = REGIMES.map((regime) =>
    PREFERENCES.map((_, index) =>
      count(cells.filter(isInRegime(regime)), ({ preference }) => preference === index),
    ),
  )
  return regimesOf(
    REGIMES.map((regime) => count(cells, isInRegime(regime))),
    joint,
    extentOf(source, cells),
  )
}

export const alignmentChange = async (source: Source) =>
  alignmentChangeOf(await regimeCounts(source), extentOf(source, await cellsOf(source)))

export const preferences = async (source: Source): Promise<PreferenceSummary[]> => {
  const cells = await cellsOf(source)
  const counts = (is: (cell: Cell) => boolean) =>
    PREFERENCES.map((_, index) => count(cells, (cell) => cell.preference === index && is(cell)))
  return preferencesOf(
    {
      pairs: counts(() => true),
      scored: STAGES.map((stage) => counts(isScored(stage))),
      aligned: STAGES.map((stage) => counts(isAligned(stage))),
    },
    extentOf(source, cells),
  )
}
