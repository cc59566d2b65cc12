const TEST = 'tTest { pValue } signTest { pValue }'
const SHIFT = `rewardShift { mean median standardDeviation circularMean ${TEST} }`
/** Table 1, every regression and the heaviest figures, each as the fields of an audit. */
export const QUESTIONS: [title: string, fields: string][] = [
  [
    'Table 1',
    `coverage { complete } alignmentChange { pValue } regimes { pairs labelerAgreement { rate } ${SHIFT} }`,
  ],
  ['Equation 1, PAIR', 'imprints { terms { estimate } }'],
  ['Equation 1, NONE', 'imprints(effects: NONE) { terms { estimate } }'],
  ['Equation 2', 'shiftImprints { terms { estimate } }'],
  ['Equation 3, logit', 'misalignment { terms { estimate } }'],
  ['Figure 9', 'rewardHeatmap { counts }'],
  ['Figure 14', 'prevalence { difference }'],
  ['Figure 15', 'topics { pairs }'],
]
