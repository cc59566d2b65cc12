import { counted, percent } from '../domain/words.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import type { Leaderboard } from '../metrics/leaderboard.ts'
import { DEFAULT_COMPARISON } from '../metrics/model-comparison.ts'
import { beside } from './drawing/beside.ts'
import { intervalDomain, type Row } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { estimatedShare, SHARES } from './drawing/shares.ts'
import { AGREEMENT } from './drawing/theme.ts'
import { figure, type Named } from './figure.ts'

/** Rows that a picture has room for, and how many of these a tier's title and axis take. */
const ROOM = 80
const OF_TIER = 3
const { level } = DEFAULT_COMPARISON

type Placed = { tier: number; row: Row }

const placed = ({ rows }: Leaderboard, models: readonly Named[]): Placed[] =>
  rows.map(({ model, tier, alignment }) => {
    const { score: value, reason } = alignment
    const interval = alignmentInterval(alignment, level)
    return {
      tier,
      row: {
        label: models.find(({ index }) => index === model)?.name ?? '',
        estimates: [estimatedShare(AGREEMENT, { value, interval, reason })],
      },
    }
  })

/** Of what does not fit: how many models, in which tiers, and how well they do. */
const othersNote = ({ rows }: Leaderboard, shown: number): string[] => {
  const others = rows.slice(shown)
  if (others.length === 0) return []
  const [first, last] = [others[0], others[others.length - 1]]
  const tiers = first.tier === last.tier ? `tier ${first.tier}` : `tiers ${first.tier} to ${last.tier}`
  const scores = [first, last].map(({ alignment }) => percent(alignment.score ?? 0)).join(' to ')
  return [
    `The best ${shown} of ${counted(rows.length, 'model')}; not shown: ${others.length}, in ${tiers}, ${scores}.`,
  ]
}

/** A panel for each tier, the best first, all on one scale. */
export const leaderboard = figure({
  name: 'LEADERBOARD',
  about: 'Beyond the paper: all models on the pairs that all of them have scored, in tiers, the best first.',
  title: 'Leaderboard',
  of: 'DATASET',
  args: ['models'],
  // It says itself what is missing.
  needs: [],
  ask: ({ ask, args: { models } }) =>
    ask('leaderboard', {
      models: models.map(({ index }) => index),
      parts: [],
      options: DEFAULT_COMPARISON,
    }),
  draw: (board, { args: { models } }) => {
    const shown = placed(board, models).filter(({ tier }, at) => at + 1 + OF_TIER * tier <= ROOM)
    const [low, high] = intervalDomain(
      shown.map(({ row }) => row),
      null,
    )
    const domain = [Math.max(0, low), Math.min(1, high)] as const
    const tiers = [...new Set(shown.map(({ tier }) => tier))]
    const panels = tiers.map((tier, index) =>
      intervals(
        shown.flatMap((one) => (one.tier === tier ? [one.row] : [])),
        {
          name: `tier${tier}`,
          ...(tiers.length > 1 ? { title: `Tier ${tier}` } : {}),
          series: [AGREEMENT],
          x: {
            title: index === tiers.length - 1 ? 'alignment score: share of pairs' : '',
            format: high - low < 0.1 ? '.1%' : '.0%',
            domain,
          },
          reference: low <= SHARES.reference && SHARES.reference <= high ? SHARES.reference : null,
          width: 460,
          none: '',
        },
      ),
    )
    return {
      title: `Alignment of ${counted(models.length, 'model')} with the human`,
      notes: [
        ...(board.pairs > 0
          ? [
              `On ${counted(board.pairs, 'pair')} of ${counted(board.prompts, 'prompt')} that all of them have scored.`,
            ]
          : []),
        ...othersNote(board, shown.length),
        ...(board.rows.length > 1 && board.pairs > 0
          ? [
              'A tier ends before the first model that is significantly worse than its best, by tests of pairs (0.05, by Holm over all comparisons): they tell apart what intervals, which overlap, do not.',
            ]
          : []),
        'Bars: 95% Wilson intervals that count prompts. Filled: 50%, which is chance, is outside.',
      ],
      ...beside(panels, { columns: 1, none: board.reason ?? '' }),
    }
  },
})
