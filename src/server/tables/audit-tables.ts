import { auditTable, type TableField } from './field-table.ts'
import { REGRESSION, TERM_COLUMNS } from './regression-table.ts'
import { auditDocument, columns, type Table } from './table.ts'

const OPTIONS = '$options: RegressionOptions'
const LINK = '$link: Link! = LOGIT'
const REASON = ['reason', 'text', 'Why numbers of the row are empty.'] as [string, 'text', string]

const FIELDS: readonly TableField[] = [
  {
    name: 'table-1',
    meaning: 'Table 1: what training did to the pairs, over those that both models have scored.',
    document: auditDocument(`regimes {
      regime pairs prevalence reason
      labelerAgreement { agree disagree indifferent rate reason confidenceInterval { lower upper } }
      rewardShift { pairs mean median standardDeviation tTest { statistic pValue } signTest { pValue } reason }
    }`),
    path: 'regimes',
    columns: columns(
      ['regime', 'text', 'What training did to the pairs.'],
      ['pairs', 'integer', 'Pairs of the regime.'],
      ['prevalence', 'number', 'Their share of the scored pairs.'],
      REASON,
      [
        'labeler_agrees',
        'integer',
        'Pairs where the labeler sides with the human.',
        'labelerAgreement.agree',
      ],
      [
        'labeler_disagrees',
        'integer',
        'Pairs where it sides against the human.',
        'labelerAgreement.disagree',
      ],
      [
        'labeler_indifferent',
        'integer',
        'Pairs where it can tell no difference.',
        'labelerAgreement.indifferent',
      ],
      ['labeler_agreement', 'number', 'agrees / (agrees + disagrees).', 'labelerAgreement.rate'],
      [
        'labeler_agreement_ci_lower',
        'number',
        '95%, by Wilson.',
        'labelerAgreement.confidenceInterval.lower',
      ],
      [
        'labeler_agreement_ci_upper',
        'number',
        '95%, by Wilson.',
        'labelerAgreement.confidenceInterval.upper',
      ],
      ['labeler_reason', 'text', "Why the labeler's numbers are empty.", 'labelerAgreement.reason'],
      ['shift_pairs', 'integer', 'Pairs whose reward shift is defined.', 'rewardShift.pairs'],
      ['shift_mean', 'number', 'Degrees.', 'rewardShift.mean'],
      ['shift_median', 'number', 'Degrees.', 'rewardShift.median'],
      ['shift_standard_deviation', 'number', 'Degrees.', 'rewardShift.standardDeviation'],
      ['shift_t', 'number', 't-test of the mean against 0.', 'rewardShift.tTest.statistic'],
      ['shift_p_value', 'number', 'Of the t-test.', 'rewardShift.tTest.pValue'],
      ['shift_sign_test_p_value', 'number', 'Of the sign test.', 'rewardShift.signTest.pValue'],
      ['shift_reason', 'text', "Why the shift's numbers are empty.", 'rewardShift.reason'],
    ),
  },
  {
    name: 'imprints',
    meaning: "Equation 1: the model's rewards on the features.",
    document: auditDocument(
      `imprints(stage: $stage, effects: $effects, options: $options) ${REGRESSION}`,
      `$stage: Stage! = POST, $effects: Effects! = PAIR, ${OPTIONS}`,
    ),
    path: 'imprints',
    columns: TERM_COLUMNS,
  },
  {
    name: 'shift-imprints',
    meaning: 'Equation 2: reward shift, in degrees, on the features of both entries.',
    document: auditDocument(`shiftImprints(options: $options) ${REGRESSION}`, OPTIONS),
    path: 'shiftImprints',
    columns: TERM_COLUMNS,
  },
  {
    name: 'margin-change-imprints',
    meaning: 'Change of margin, in points of reward, on the features of both entries.',
    document: auditDocument(`marginChangeImprints(options: $options) ${REGRESSION}`, OPTIONS),
    path: 'marginChangeImprints',
    columns: TERM_COLUMNS,
  },
  {
    name: 'misalignment',
    meaning: "Equation 3: the post model's misalignment on the features of both entries.",
    document: auditDocument(
      `misalignment(link: $link, options: $options) ${REGRESSION}`,
      `${LINK}, ${OPTIONS}`,
    ),
    path: 'misalignment',
    columns: TERM_COLUMNS,
  },
  {
    name: 'choices',
    meaning: "What decides a choice between two entries: the human's, a model's or the labeler's.",
    document: auditDocument(
      `choices(by: $by, stage: $stage, options: $options) ${REGRESSION}`,
      `$by: Chooser! = HUMAN, $stage: Stage! = POST, ${OPTIONS}`,
    ),
    path: 'choices',
    columns: TERM_COLUMNS,
  },
  {
    name: 'robustness',
    meaning: 'Equation 4: whether rewriting made the post model misaligned, on what it did to the features.',
    document: auditDocument(
      `rewriting(rewriter: $rewriter) {
        robustness(link: $link, keepTargets: $keepTargets, options: $options) ${REGRESSION}
      }`,
      `$rewriter: String, ${LINK}, $keepTargets: Boolean! = true, ${OPTIONS}`,
    ),
    path: 'rewriting.robustness',
    columns: TERM_COLUMNS,
  },
  {
    name: 'prevalence',
    meaning: 'Table 4: how often each feature is on either side, over the pairs where both are known.',
    document: auditDocument(`prevalence {
      feature { name title role } pairs chosen rejected difference test { statistic pValue } reason
    }`),
    path: 'prevalence',
    columns: columns(
      ['feature', 'text', "The taxonomy's name.", 'feature.name'],
      ['title', 'text', 'Ready for an axis.', 'feature.title'],
      ['role', 'text', 'TARGET or SPOILER.', 'feature.role'],
      ['pairs', 'integer', 'Pairs where both values are known.'],
      ['chosen', 'number', "Mean of the chosen entries' values; of a boolean feature a share."],
      ['rejected', 'number', "Mean of the rejected entries' values."],
      ['difference', 'number', 'chosen minus rejected.'],
      ['statistic', 'number', 't of the paired t-test.', 'test.statistic'],
      ['p_value', 'number', 'Of the paired t-test.', 'test.pValue'],
      REASON,
    ),
  },
  {
    name: 'flips',
    meaning: 'What rewriting did to the features of each side.',
    document: auditDocument(
      'rewriting(rewriter: $rewriter) { flips { feature side gained unchanged lost } }',
      '$rewriter: String',
    ),
    path: 'rewriting.flips',
    columns: columns(
      ['feature', 'text', "The taxonomy's name."],
      ['side', 'text', 'CHOSEN or REJECTED.'],
      ['gained', 'integer', 'Entries whose value rewriting raised.'],
      ['unchanged', 'integer', 'Entries whose value it left.'],
      ['lost', 'integer', 'Entries whose value it lowered.'],
    ),
  },
]

/** Every table but that of the pairs themselves. */
export const AUDIT_TABLES: readonly Table[] = FIELDS.map(auditTable)
