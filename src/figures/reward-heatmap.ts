import type { PairFilter } from '../audit/pair-filter.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../domain/reward-units.ts'
import { percent } from '../domain/words.ts'
import type { Quadrants } from '../metrics/quadrants.ts'
import type { Heatmap } from '../metrics/result-types.ts'
import { beside } from './drawing/beside.ts'
import { bisector, heatmapPanel, mostOf, spanOf } from './drawing/heatmaps.ts'
import { wordsOf } from './drawing/text.ts'
import type { Spec } from './drawing/vega-lite.ts'
import { figure } from './figure.ts'

const BINS = 30
const UNIT_BINS = 25
const SIZE = 260

type Planes = { rewards: Heatmap; probabilities: Heatmap; quadrants: Quadrants }
type Rest = { title: readonly string[]; none: string }

/** The share of the pairs in each quadrant, below the panel's title. */
const headOf = (title: string, quadrants: Quadrants): string[] => {
  const { bothPositive, chosenOnlyPositive, rejectedOnlyPositive, bothNegative } = quadrants
  if (bothPositive === null) return [title]
  const [both, chosen, rejected, none] = [
    bothPositive,
    chosenOnlyPositive,
    rejectedOnlyPositive,
    bothNegative,
  ].map((share) => percent(share ?? 0))
  return [
    `${title} (${quadrants.pairs.toLocaleString('en-US')})`,
    `positive: both ${both}, none ${none}`,
    `chosen only ${chosen}, rejected only ${rejected}`,
  ]
}

/** The axes of the plane, where they lie within its domain. */
const zeroLines = ([low, high]: readonly [number, number]): Spec[] =>
  low < 0 && high > 0
    ? (['x', 'y'] as const).map((channel) => ({
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: '#000000', strokeWidth: 0.6 },
        encoding: { [channel]: { field: 'zero', type: 'quantitative' } },
      }))
    : []

const UNIT = [0, 1] as const

/** Of all pairs, and of those on which the model is misaligned. */
export const rewardHeatmap = figure({
  name: 'REWARD_HEATMAP',
  about: `Rewards of one model in the plane, of all pairs and of the misaligned ones (Figure 9 of the paper). ${DEPENDS_ON_ZERO} ${DEPENDS_ON_SCALE}`,
  title: 'Rewards in the plane',
  args: ['stage'],
  needs: ({ stage }) => [stage],
  ask: ({ ask, args: { stage } }) => {
    const planesOf = async (where?: PairFilter): Promise<Planes> => {
      const [rewards, probabilities, quadrants] = await Promise.all([
        ask('rewardHeatmap', { stage, bins: BINS }, where),
        ask('probabilityHeatmap', { stage, bins: UNIT_BINS }, where),
        ask('quadrants', { stage }, where),
      ])
      return { rewards, probabilities, quadrants }
    }
    return Promise.all([planesOf(), planesOf({ margin: { stage, lte: 0 } })])
  },
  draw: ([all, misaligned], { args: { stage } }) => {
    const domain = spanOf(all.rewards.xEdges, all.rewards.yEdges) ?? UNIT
    const most = mostOf([all.rewards, all.probabilities])
    const plane = (of: string, heatmap: Heatmap, on: readonly [number, number], rest: Rest) =>
      heatmapPanel(heatmap, {
        title: rest.title,
        x: { title: `${of} of the chosen entry`, domain: on },
        y: { title: `${of} of the rejected entry`, domain: on },
        width: SIZE,
        height: SIZE,
        most,
        none: rest.none,
        above: [bisector(on), ...zeroLines(on)],
      })
    const row = (title: string, { rewards, probabilities, quadrants }: Planes, none: string) => [
      plane('reward', rewards, domain, { title: headOf(title, quadrants), none }),
      plane('probability', probabilities, UNIT, { title: [title, 'sigmoid of the reward'], none }),
    ]
    const unscored = `no pair of the slice has both rewards of the ${stage} model`
    return {
      title: `Rewards and probabilities of the ${wordsOf(stage)} model`,
      notes: ['Dashed diagonal: equal rewards; on and above it the model is misaligned.'],
      ...beside(
        [
          ...row('All pairs', all, unscored),
          ...row(
            'Misaligned pairs',
            misaligned,
            all.rewards.counts.length === 0 ? unscored : 'no pair is misaligned',
          ),
        ],
        { columns: 2 },
      ),
    }
  },
})
