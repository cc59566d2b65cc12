import { hint } from '../domain/hint.ts'
import { findFeature } from '../domain/taxonomy.ts'
import { alignmentInterval } from '../metrics/alignment.ts'
import { meanEstimate } from '../metrics/mean.ts'
import { beside } from './drawing/beside.ts'
import { intervals } from './drawing/intervals.ts'
import { estimatedShare, SHARES } from './drawing/shares.ts'
import { DIFFERENCE, MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

/** Each is a regression. */
const MOST_FOLLOWED = 6
const NONE = hint`the dataset has no measures of its texts (take them with npm run measure); options.features names others`

/** Alignment of one model without what each feature explains, the largest change first. */
export const adjusted = figure({
  name: 'ADJUSTED',
  about:
    'Beyond the paper: alignment as if a feature counted for nothing, of options.features each by itself, or of the measures that the model follows most.',
  title: 'Alignment without a feature',
  args: ['stage', 'options'],
  needs: ({ stage }) => [stage],
  ask: async ({ ask, args: { stage, options }, features }) => {
    const followed = async () => {
      const rulers = await ask('rulers', { stage })
      const strength = ({ modelAgreement: { rate } }: (typeof rulers)[number]) =>
        Math.abs((rate ?? 0.5) - 0.5)
      const most = rulers.toSorted((a, b) => strength(b) - strength(a)).slice(0, MOST_FOLLOWED)
      return most.map(({ feature }) => features[feature].name)
    }
    const names = options.features ?? (await followed())
    const [alignment, ...rows] = await Promise.all([
      ask('alignment', { stage }),
      ...names.map(async (name) => {
        const { title } = features[findFeature({ features }, name)]
        return { title, ...(await ask('adjusted', { features: [name], method: 'LINEAR', stage })) }
      }),
    ])
    return { alignment, rows }
  },
  draw: ({ alignment, rows }, { args: { stage, options } }) => {
    const { level } = options
    const series = MODELS[stage]
    const size = ({ change: { mean } }: (typeof rows)[number]) => (mean === null ? -1 : Math.abs(mean))
    const sorted = rows.toSorted((a, b) => size(b) - size(a))
    const share = (of: typeof alignment) =>
      estimatedShare(series, { value: of.score, interval: alignmentInterval(of, level), reason: of.reason })
    const percentOf = `${Number((100 * level).toPrecision(6))}%`
    return {
      title: `How aligned the ${series.name} would be if a feature counted for nothing`,
      notes: [
        'Rewards without what the feature explains: its slope in equation 1, beside the features that regressions are on.',
        `Left: bars are ${percentOf} Wilson intervals. Filled: 50%, which is chance, is outside.`,
        `Right: bars are ${percentOf} intervals that count prompts, and take the slope as given. Filled: p < ${Number((1 - level).toPrecision(6))}, not corrected.`,
      ],
      ...beside(
        [
          intervals(
            [
              { label: 'rewards as they are', estimates: [share(alignment)] },
              ...sorted.map(({ title, alignment }) => ({
                label: `without ${title}`,
                estimates: [share(alignment)],
              })),
            ].slice(0, sorted.length === 0 ? 0 : undefined),
            {
              ...SHARES,
              name: 'alignment',
              title: 'Alignment with the human',
              series: [series],
              width: 260,
              none: NONE,
            },
          ),
          intervals(
            [
              ...(sorted.length === 0 ? [] : [{ label: '', estimates: [] }]),
              ...sorted.map(({ title, change }) => {
                const { estimate, confidenceInterval, pValue } = meanEstimate(change, level)
                return {
                  label: title,
                  estimates: [
                    {
                      series: DIFFERENCE,
                      value: estimate,
                      interval: confidenceInterval,
                      filled: pValue !== null && pValue < 1 - level,
                      reason: change.reason,
                    },
                  ],
                }
              }),
            ],
            {
              name: 'change',
              title: 'Change by adjusting',
              series: [DIFFERENCE],
              x: { title: 'share of pairs: adjusted minus as it is', format: '+.1~%' },
              reference: 0,
              width: 240,
              none: NONE,
              labels: false,
            },
          ),
        ],
        { columns: 2, looks: 'independent' },
      ),
    }
  },
})
