import { clipped } from '../domain/clipped.ts'
import { hint } from '../domain/hint.ts'
import { STAGES } from '../domain/stage.ts'
import { type Alignment, alignmentInterval } from '../metrics/alignment.ts'
import { type AgreementRate, agreementRateInterval } from '../metrics/labeler-agreement-rate.ts'
import { beside } from './drawing/beside.ts'
import { withoutEmptySeries } from './drawing/estimated-rows.ts'
import { intervals } from './drawing/intervals.ts'
import { estimatedShare, SHARES } from './drawing/shares.ts'
import { AGREEMENT, MODELS, type Series } from './drawing/theme.ts'
import { figure } from './figure.ts'

const LEVEL = 0.95
const NONE = hint`the dataset has no measures of its texts: take them with npm run measure`

const aligned = (alignment: Alignment) => {
  const { score, reason } = alignment
  return estimatedShare(AGREEMENT, { value: score, interval: alignmentInterval(alignment, LEVEL), reason })
}
const agreeing = (series: Series, agreement: AgreementRate) => {
  const { rate, reason } = agreement
  return estimatedShare(series, { value: rate, interval: agreementRateInterval(agreement, LEVEL), reason })
}

/** The models, then the measures, the best first; and how often the models choose as these do. */
export const rulers = figure({
  name: 'RULERS',
  about: 'Beyond the paper: each number of the text as a reward model, beside the models themselves.',
  title: 'Rulers',
  args: [],
  needs: [],
  ask: ({ ask }) =>
    Promise.all(
      STAGES.map(async (stage) => ({
        stage,
        alignment: await ask('alignment', { stage }),
        rulers: await ask('rulers', { stage }),
      })),
    ),
  draw: (stages, { features }) => {
    const [{ rulers }] = stages
    const known = [...rulers.keys()].filter((row) => rulers[row].alignment.score !== null)
    const shown = known.length > 0 ? known : [...rulers.keys()]
    const others = [...rulers.keys()].filter((row) => !shown.includes(row))
    const titleOf = (row: number) => features[rulers[row].feature].title
    const ofModels = stages
      .filter(({ alignment }) => alignment.score !== null && known.length > 0)
      .map(({ stage, alignment }) => ({
        label: `more reward of the ${MODELS[stage].name}`,
        estimates: [aligned(alignment)],
      }))
    const ofRulers = shown.map((row) => ({
      label: `${rulers[row].higherWins ? 'more' : 'less'} ${titleOf(row)}`,
      estimates: [aligned(rulers[row].alignment)],
    }))
    const followed = shown.map((row) => ({
      label: titleOf(row),
      estimates: stages.map(({ stage, rulers }) => agreeing(MODELS[stage], rulers[row].modelAgreement)),
    }))
    const models = withoutEmptySeries(
      followed,
      stages.map(({ stage }) => MODELS[stage]),
    )
    return {
      title: 'How well a single number of the text does as a reward model',
      notes: [
        'Of more and less the better one is shown. Pairs with equal numbers do not count.',
        'Bars: 95% Wilson intervals that count prompts. Filled: 50%, which is chance, is outside.',
        ...(others.length > 0 ? [`No pair differs in ${clipped(others.map(titleOf).join(', '), 160)}.`] : []),
        ...models.notes,
      ],
      ...beside(
        [
          intervals([...ofModels, ...ofRulers], {
            ...SHARES,
            name: 'rulers',
            title: 'The human chose the entry with',
            series: [AGREEMENT],
            width: 280,
            none: NONE,
            besides: 2,
          }),
          intervals([...ofModels.map((row) => ({ ...row, estimates: [] })), ...models.rows], {
            ...SHARES,
            name: 'agreement',
            title: 'And so did the model',
            series: models.series,
            width: 240,
            none: NONE,
            labels: false,
            besides: 2,
          }),
        ],
        { columns: 2, looks: 'independent' },
      ),
    }
  },
})
