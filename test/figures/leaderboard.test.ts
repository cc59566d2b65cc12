import { expect, it } from 'vitest'
import { FIGURES } from '../../src/figures/figures.ts'
import { specification } from '../../src/figures/specification.ts'
import type { Leaderboard } from '../../src/metrics/leaderboard.ts'
import { compiled, textsIn } from './compiled.ts'

const PAIRS = 2985

/** So many models, each a little worse than the one before, some in a tier. */
const boardOf = (models: number, ofTier = 10): Leaderboard => ({
  ...{ pairs: PAIRS, prompts: PAIRS, comparisons: [], reason: null },
  rows: Array.from({ length: models }, (_, at) => {
    const aligned = 2700 - 9 * at
    return {
      ...{ model: at, scored: PAIRS, tier: 1 + Math.floor(at / ofTier), worst: null, partMean: null },
      alignment: {
        ...{ pairs: PAIRS, prompts: PAIRS, aligned, ties: 0, designEffect: 1, reason: null },
        ...{ score: aligned / PAIRS, resistance: 1 - aligned / PAIRS },
      },
    }
  }),
})

const drawn = async (board: Leaderboard) => {
  const models = board.rows.map(({ model: index }) => ({ index, name: `model ${index}` }))
  const draw = await FIGURES.LEADERBOARD.asked({
    args: { models },
    features: [],
    ask: async () => board,
  } as never)
  const drawing = draw({ extent: { pairs: PAIRS, datasetPairs: PAIRS, hasTies: false } } as never)
  const spec = specification(drawing, {
    ...{ dataset: 'd', revision: 1, allPairs: PAIRS, pairs: PAIRS, where: null, sources: {} },
  })
  const figure = await compiled(spec)
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(figure.svg) ?? []
  return { texts: textsIn(figure), width: Number(width), height: Number(height) }
}

it('shows 150 models on one page, and says which do not fit', async () => {
  const { texts, width, height } = await drawn(boardOf(150))
  expect(texts.filter((text) => /^model \d+$/.test(text))).toEqual(
    Array.from({ length: 60 }, (_, at) => `model ${at}`),
  )
  expect(texts.filter((text) => /^Tier/.test(text))).toEqual([1, 2, 3, 4, 5, 6].map((tier) => `Tier ${tier}`))
  expect(texts).toContain('The best 60 of 150 models; not shown: 90, in tiers 7 to 15, 72.4% to 45.5%.')
  expect(width).toBeLessThan(1000)
  expect(height).toBeLessThan(2200)
})

it('is no longer where each model is a tier of its own', async () => {
  const { texts, height } = await drawn(boardOf(150, 1))
  expect(texts).toContain('The best 20 of 150 models; not shown: 130, in tiers 21 to 150, 84.4% to 45.5%.')
  expect(height).toBeLessThan(2200)
})

it('shows two models in one panel that has no name', async () => {
  const { texts, height } = await drawn(boardOf(2))
  expect(texts).toEqual(expect.arrayContaining(['model 0', 'model 1', 'd, revision 1: all 2,985 pairs']))
  expect(texts.join()).not.toMatch(/Tier|not shown|pre model|labeler/)
  expect(height).toBeLessThan(300)
})
