import { datasetTable } from './field-table.ts'
import { columns, datasetDocument, type Table } from './table.ts'

const ESTIMATE = 'estimate standardError statistic pValue confidenceInterval { level lower upper }'
const REGRESSION = `{ pairs terms { feature ${ESTIMATE} adjustedPValue reason } }`

type Estimate = Partial<Record<'estimate' | 'pValue' | 'pairs', number | null>> & { reason: string | null }
type Regression = { pairs: number; terms: Estimate[] }
type Point = {
  model: object
  step: number | null
  audit: {
    pre: object | null
    alignment: {
      score: number | null
      pairs: number
      confidenceInterval: object | null
      reason: string | null
    }
    alignmentChange: { pValue: number } | null
    rewardShift: { mean: number | null; pairs: number; tTest: object | null; reason: string | null }
    marginChange: { mean: Estimate; pairs: number; reason: string | null }
    imprints: Regression
    choices: Regression
  }
}

/** A row for each number of a checkpoint. */
const rowsOf = ({ model, step, audit }: Point): object[] => {
  const { pre, alignment, alignmentChange, rewardShift, marginChange, imprints, choices } = audit
  const row = (metric: string, numbers: object) => ({ model, step, pre, metric, ...numbers })
  const ofTerms = (metric: string, { pairs, terms }: Regression) =>
    terms.map((term) => row(metric, { ...term, pairs }))
  return [
    row('alignment', { ...alignment, estimate: alignment.score, pValue: alignmentChange?.pValue }),
    row('reward_shift', { ...rewardShift, estimate: rewardShift.mean, ...rewardShift.tTest }),
    row('margin_change', { ...marginChange, ...marginChange.mean }),
    ...ofTerms('imprint', imprints),
    ...ofTerms('choice', choices),
  ]
}

export const TRAJECTORY: Table = datasetTable({
  name: 'trajectory',
  meaning: 'How training went: the numbers of each checkpoint, a row for each of them.',
  document: datasetDocument(
    `trajectory(models: $models, series: $series, against: $against, where: $where, labeler: $labeler) {
      model { name series } step
      audit {
        pre { name }
        alignment { score pairs confidenceInterval { level lower upper } reason }
        alignmentChange { pValue }
        rewardShift { mean pairs tTest { statistic pValue } reason }
        marginChange { mean { ${ESTIMATE} } pairs reason }
        imprints(effects: $effects, options: $options) ${REGRESSION}
        choices(by: MODEL, options: $options) ${REGRESSION}
      }
    }`,
    `$models: [String!], $series: String, $against: TrajectoryBaseline! = PREVIOUS, $labeler: String,
     $effects: Effects! = PAIR, $options: RegressionOptions`,
  ),
  path: 'trajectory',
  rowsIn: (points) => (points as Point[]).flatMap(rowsOf),
  columns: columns(
    ['model', 'text', 'The checkpoint.', 'model.name'],
    ['series', 'text', 'The training run that it is of.', 'model.series'],
    ['step', 'integer', 'Where it stands in its series.'],
    ['pre', 'text', 'The model that it is compared with: none of the first.', 'pre.name'],
    ['metric', 'text', 'alignment, reward_shift, margin_change, imprint or choice.'],
    ['feature', 'text', "Of imprints and choices: the taxonomy's name."],
    [
      'estimate',
      'number',
      'Alignment score, mean reward shift in degrees, mean change of margin, or the coefficient of the feature.',
    ],
    ['standard_error', 'number', 'Of the estimate.', 'standardError'],
    ['statistic', 'number', 't; z of choices.'],
    ['p_value', 'number', 'Of the test against 0; of alignment that against the pre model.', 'pValue'],
    ['adjusted_p_value', 'number', 'The same after `correction`.', 'adjustedPValue'],
    ['ci_level', 'number', 'Of the confidence interval.', 'confidenceInterval.level'],
    ['ci_lower', 'number', 'Its lower end.', 'confidenceInterval.lower'],
    ['ci_upper', 'number', 'Its upper end.', 'confidenceInterval.upper'],
    ['pairs', 'integer', 'That the number is made of.'],
    ['reason', 'text', 'Why numbers of the row are empty.'],
  ),
})
