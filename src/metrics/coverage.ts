import type { Cell } from '../pairs/pairs.ts'
import { alignedBy, type Index } from '../pairs/terms.ts'
import type { Metric, Model } from './metric.ts'
import { sampledByPrompt } from './samples.ts'

/** How many pairs have what metrics need, ties left out. `complete`: the rewards of all models and both labels. */
export type Coverage = {
  pairs: number
  /** Pairs on which the human had no preference. */
  ties: number
  /** Of pairs and ties. */
  prompts: number
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
  const all = await pairs.count([
    ...models.map(({ index }) => alignedBy(index)),
    { code: 'LABELED', labeler },
    { code: 'REWRITTEN' },
    { code: 'TIE' },
  ])
  const isTie = ({ codes }: Cell) => codes[models.length + 2] === 1
  const cells = all.filter((cell) => !isTie(cell))
  const sampled = await sampledByPrompt(pairs, [{ term: { number: 'ROW_ID' } }])
  const isScored = ({ codes }: Cell) => models.every((_, model) => codes[model] !== null)
  const isLabeled = ({ codes }: Cell) => codes[models.length] === 1
  return {
    pairs: sum(cells, () => true),
    ties: sum(all, isTie),
    prompts: sampled?.samples[0].clusters ?? sum(all, () => true),
    scored: models.map((_, model) => sum(cells, ({ codes }) => codes[model] !== null)),
    allScored: sum(cells, isScored),
    labeled: sum(cells, isLabeled),
    complete: sum(cells, (cell) => isScored(cell) && isLabeled(cell)),
    rewritten: sum(cells, ({ codes }) => codes[models.length + 1] === 1),
  }
}
