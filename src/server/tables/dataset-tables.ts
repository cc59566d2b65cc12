import { datasetTable, type TableField } from './field-table.ts'
import { columns, datasetDocument, type Table } from './table.ts'

const MODELS = '$models: [String!], $options: ComparisonOptions'

const FIELDS: readonly TableField[] = [
  {
    name: 'leaderboard',
    meaning: 'Models on the pairs of a slice that all of them have scored, best first.',
    document: datasetDocument(
      `leaderboard(models: $models, where: $where, by: $by, options: $options) { rows {
        model { name } tier scored sliceMean
        alignment { pairs prompts aligned score designEffect reason confidenceInterval { lower upper } }
        worstSlice { key where } worstAlignment { pairs score }
        behindBest { difference { estimate } adjustedPValue }
      } }`,
      `${MODELS}, $by: [SliceBy!]`,
    ),
    path: 'leaderboard.rows',
    columns: columns(
      ['model', 'text', 'Its name.', 'model.name'],
      ['tier', 'integer', '1 is best. It ends before the first model significantly worse than its best.'],
      ['scored', 'integer', 'Pairs of the slice that it has scored, whether the others have or not.'],
      ['pairs', 'integer', 'Pairs that all have scored.', 'alignment.pairs'],
      ['prompts', 'integer', 'Of how many prompts.', 'alignment.prompts'],
      ['aligned', 'integer', 'Those of them on which it is aligned.', 'alignment.aligned'],
      ['score', 'number', 'aligned / pairs.', 'alignment.score'],
      ['score_ci_lower', 'number', '95%, by Wilson.', 'alignment.confidenceInterval.lower'],
      ['score_ci_upper', 'number', '95%, by Wilson.', 'alignment.confidenceInterval.upper'],
      ['design_effect', 'number', 'Of pairs that share prompts.', 'alignment.designEffect'],
      ['behind_best', 'number', "The best model's score minus its own.", 'behindBest.difference.estimate'],
      ['behind_best_adjusted_p_value', 'number', 'Of that, after `correction`.', 'behindBest.adjustedPValue'],
      ['worst_slice', 'text', 'By `by`: the slice with the least score.', 'worstSlice.key'],
      ['worst_slice_where', 'text', 'What selects its pairs, as a PairFilter in JSON.', 'worstSlice.where'],
      ['worst_slice_pairs', 'integer', 'Its pairs that all have scored.', 'worstAlignment.pairs'],
      ['worst_slice_score', 'number', 'On these.', 'worstAlignment.score'],
      ['slice_mean', 'number', 'Mean of its scores on the slices.', 'sliceMean'],
      ['reason', 'text', 'Why numbers of the row are empty.', 'alignment.reason'],
    ),
  },
  {
    name: 'model-comparisons',
    meaning: 'Models two by two, on the pairs of a slice that all of them have scored.',
    document: datasetDocument(
      `leaderboard(models: $models, where: $where, options: $options) { comparisons {
        first { name } second { name } onlyFirst onlySecond pValue adjustedPValue reason
        difference { estimate standardError confidenceInterval { level lower upper } }
      } }`,
      MODELS,
    ),
    path: 'leaderboard.comparisons',
    columns: columns(
      ['first', 'text', 'The better model; of equal ones the first by name.', 'first.name'],
      ['second', 'text', 'The other one.', 'second.name'],
      ['only_first', 'integer', 'Pairs on which only the first is aligned.', 'onlyFirst'],
      ['only_second', 'integer', 'Pairs on which only the second is.', 'onlySecond'],
      ['difference', 'number', 'Of the scores, first minus second.', 'difference.estimate'],
      ['standard_error', 'number', 'Of the difference, by `errors`.', 'difference.standardError'],
      ['ci_level', 'number', 'Of the interval.', 'difference.confidenceInterval.level'],
      ['ci_lower', 'number', 'Lower end, not corrected.', 'difference.confidenceInterval.lower'],
      ['ci_upper', 'number', 'Upper end, not corrected.', 'difference.confidenceInterval.upper'],
      ['p_value', 'number', "McNemar's exact test, or where pairs share prompts the t-test.", 'pValue'],
      ['adjusted_p_value', 'number', 'The same after `correction`.', 'adjustedPValue'],
      ['reason', 'text', 'Why numbers of the row are empty.'],
    ),
  },
]

/** Tables of datasets themselves. */
export const DATASET_TABLES: readonly Table[] = FIELDS.map(datasetTable)
