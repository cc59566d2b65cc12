import { hint } from '../domain/hint.ts'
import { shellWord } from '../domain/shell-word.ts'
import type { Finder } from './finding.ts'

/** What to do for more than lengths and words; of pairs without rewards these are the next thing. */
export const unlabeled: Finder = async ({ isLabeled, names, dataset }) =>
  isLabeled || (names.pre === null && names.post === null)
    ? []
    : [
        {
          kind: 'UNLABELED',
          sentence: hint`Nobody has labeled these responses yet, so this goes by what can be counted in a text. npm run label -- --dataset ${shellWord(dataset)} --labeler NAME --backend openai --dry-run says what labels would cost.`,
          evidence: null,
          feature: null,
          pValue: null,
          others: 0,
        },
      ]
