import { shellWord } from '../domain/shell-word.ts'
import type { Finder } from './finding.ts'

/** What to do for more than lengths and words. */
export const unlabeled: Finder = async ({ isLabeled, dataset }) =>
  isLabeled
    ? []
    : [
        {
          kind: 'UNLABELED',
          sentence: `Nobody has labeled these responses yet, so this goes by what can be counted in a text. npm run label -- --dataset ${shellWord(dataset)} --labeler NAME --backend openai --dry-run says what labels would cost.`,
          evidence: null,
          feature: null,
          pValue: null,
        },
      ]
