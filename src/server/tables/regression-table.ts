import { columns } from './table.ts'

const ESTIMATE = 'estimate standardError statistic pValue confidenceInterval { level lower upper }'
const TERM = `{
  feature side flip title status ${ESTIMATE} adjustedPValue oddsRatio vif reason
  marginalEffect { ${ESTIMATE} }
  bootstrap { standardError replicates confidenceInterval { lower upper } }
}`

/** What a table asks of a regression. */
export const REGRESSION = `{
  method errors correction observations pairs rSquared converged warnings terms ${TERM} intercept ${TERM}
}`

type Regression = { terms: object[]; intercept: object | null; warnings: string[] }

/** A row for every requested term, then one for the intercept; what is true of all is in each. */
export const termRows = ({ terms, intercept, warnings, ...regression }: Regression): object[] => {
  const ofAll = { ...regression, warnings: warnings.join(' | ') || null }
  return [...terms, ...(intercept ? [intercept] : [])].map((term) => ({ ...ofAll, ...term }))
}

export const TERM_COLUMNS = columns(
  ['feature', 'text', "The taxonomy's name; empty for the intercept."],
  ['side', 'text', 'CHOSEN or REJECTED; empty where terms have no side.'],
  ['flip', 'text', 'GAINED or LOST under robustness, else empty.'],
  ['title', 'text', "Ready for an axis: 'is harmless (c)'."],
  ['status', 'text', 'ESTIMATED, or why there are no numbers.'],
  ['estimate', 'number', "In the outcome's units per unit of the feature."],
  ['standard_error', 'number', 'Of the estimate, by `errors`.', 'standardError'],
  ['statistic', 'number', 't; z under LOGIT.'],
  ['p_value', 'number', 'Of the Wald test against 0.', 'pValue'],
  [
    'adjusted_p_value',
    'number',
    'The same after `correction`; intervals are left as they are.',
    'adjustedPValue',
  ],
  ['ci_level', 'number', 'Of all confidence intervals of the row.', 'confidenceInterval.level'],
  [
    'ci_lower',
    'number',
    'Lower end of the confidence interval, which is not corrected.',
    'confidenceInterval.lower',
  ],
  [
    'ci_upper',
    'number',
    'Upper end of the confidence interval, which is not corrected.',
    'confidenceInterval.upper',
  ],
  ['odds_ratio', 'number', 'exp(estimate) under LOGIT.', 'oddsRatio'],
  ['vif', 'number', 'Variance inflation factor.'],
  ['marginal_effect', 'number', 'Change of the probability, under LOGIT.', 'marginalEffect.estimate'],
  ['marginal_effect_standard_error', 'number', 'By the delta method.', 'marginalEffect.standardError'],
  ['marginal_effect_p_value', 'number', 'Of its Wald test against 0.', 'marginalEffect.pValue'],
  ['marginal_effect_ci_lower', 'number', 'Its lower end.', 'marginalEffect.confidenceInterval.lower'],
  ['marginal_effect_ci_upper', 'number', 'Its upper end.', 'marginalEffect.confidenceInterval.upper'],
  ['bootstrap_standard_error', 'number', 'Where options.bootstrap asked for it.', 'bootstrap.standardError'],
  ['bootstrap_ci_lower', 'number', 'Its lower percentile.', 'bootstrap.confidenceInterval.lower'],
  ['bootstrap_ci_upper', 'number', 'Its upper percentile.', 'bootstrap.confidenceInterval.upper'],
  ['bootstrap_replicates', 'integer', 'Those in which every term had an estimate.', 'bootstrap.replicates'],
  ['reason', 'text', 'Why numbers of the row are empty.'],
  ['method', 'text', 'OLS, WITHIN, LOGIT or LINEAR_PROBABILITY.'],
  ['errors', 'text', 'IID, HC1, CLUSTER or PROMPT.'],
  ['correction', 'text', 'Of p-values for being several.'],
  ['observations', 'integer', 'Entries under imprints, else pairs.'],
  ['pairs', 'integer', 'That the regression is made of.'],
  ['r_squared', 'number', "Within R² under WITHIN, McFadden's pseudo R² under LOGIT.", 'rSquared'],
  ['converged', 'boolean', 'If false, the estimates are those of the last step.'],
  ['warnings', 'text', 'What is to be known of the whole regression, with | between.'],
)
