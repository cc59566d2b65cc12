import { without } from './answer-parts.ts'
import { helpSteerPrompt } from './helpsteer.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers } from './ranked-answers.ts'
import { scoreOf } from './score.ts'

const TEXTS = new Set(['prompt', 'response'])

/** HelpSteer's ratings: an answer a row, those of one prompt one after the other. The more helpful one is better. */
export const helpSteerRatings = {
  name: 'helpsteer-ratings',
  about: 'rated answers, one a row (HelpSteer)',
  needed: ['prompt', 'response', 'helpfulness'],
  isSeveral: true,
  together: ({ prompt }) => prompt,
  openParser: ({ pairs, taken }) => ({
    parse: (_, rows) =>
      pairsOfAnswers(
        rows.map((row: Fields) => ({
          conversation: promptedConversation(row.response, helpSteerPrompt(row.prompt), 'response'),
          level: scoreOf(row.helpfulness, 'helpfulness'),
          beside: without(row, new Set([...TEXTS, ...taken])),
        })),
        { pairing: pairs, pair: {} },
      ),
  }),
} as const satisfies PairFormat
