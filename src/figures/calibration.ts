import { DEPENDS_ON_SCALE } from '../domain/reward-units.ts'
import { STAGES } from '../domain/stage.ts'
import { agreementRateInterval } from '../metrics/labeler-agreement-rate.ts'
import { type Reliability, reliabilityPanel } from './drawing/reliability.ts'
import { capitalized } from './drawing/text.ts'
import { MODELS } from './drawing/theme.ts'
import { figure } from './figure.ts'

const BINS = 10

const digits = (value: number | null) => (value === null ? 'unknown' : value.toFixed(3))

export const calibration = figure({
  name: 'CALIBRATION',
  about: `How often the human chose what a model prefers, by the model's confidence. ${DEPENDS_ON_SCALE}`,
  title: 'Calibration',
  args: [],
  needs: ['EITHER_MODEL'],
  ask: ({ ask }) => Promise.all(STAGES.map((stage) => ask('calibration', { stage, bins: BINS }))),
  draw: (calibrations) => {
    const points = calibrations.flatMap(({ bins }, index) =>
      bins.flatMap(({ confidence, agreement, pairs }): Reliability[] =>
        confidence === null || agreement.rate === null
          ? []
          : [
              {
                ...{ series: MODELS[STAGES[index]], confidence, agreement: agreement.rate, pairs },
                interval: agreementRateInterval(agreement, 0.95),
              },
            ],
      ),
    )
    const notes = calibrations.map(({ logLoss, brier, expectedCalibrationError, reason }, index) => {
      const name = capitalized(MODELS[STAGES[index]].name)
      return logLoss === null
        ? `${name}: ${reason}.`
        : `${name}: log loss ${digits(logLoss)}, Brier score ${digits(brier)}, expected calibration error ${digits(expectedCalibrationError)}.`
    })
    return {
      title: 'Whether margins can be believed: confidence against how often the human agrees',
      notes: [
        ...notes,
        'Below the dashed line a model is surer than it is right. Bars: 95% Wilson intervals. Knowing nothing: log loss 0.693, Brier score 0.250.',
      ],
      ...reliabilityPanel(points, 'no pair of the slice has two different rewards of one model'),
    }
  },
})
