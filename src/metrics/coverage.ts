import type { Cell } from '../pairs/pairs.ts'
import { alignedBy, type Index } from '../pairs/terms.ts'
import type { Metric, Model } from './metric.ts'

/** How many pairs have what metrics need. `complete`: the rewards of all models and both labels. */
export type Coverage = {
  pairs: number
  /** By model. */
  scored: number[]
  allScored: number
  labeled: number
  complete: number
  rewritten: number
}

const sum = (cells: readonly Cell[], is: (cell: Cell) => boolean): number =>
  cells.reduce((total, cell) => total + (is(cell) ? cell.pairs : 0), 0)

export const coverage: Metric<{ models: readonly Model[]; labeler: Index }, Coverage> = async (
  { pairs },
  { models, labeler },
) => {
  const cells = await pairs.count([
    ...models.map(({ index }) => alignedBy(index)),
    { code: 'LABELED', labeler },
    { code: 'REWRITTEN' },
  ])
  const isScored = ({ codes }: Cell) => models.every((_, model) => codes[model] !== null)
  const isLabeled = ({ codes }: Cell) => codes[models.length] === 1
  return {
    pairs: sum(cells, () => true),
    scored: models.map((_, model) => sum(cells, ({ codes }) => codes[model] !== null)),
    allScored: sum(cells, isScored),
    labeled: sum(cells, isLabeled),
    complete: sum(cells, (cell) => isScored(cell) && isLabeled(cell)),
    rewritten: sum(cells, ({ codes }) => codes[models.length + 1] === 1),
  }
}
