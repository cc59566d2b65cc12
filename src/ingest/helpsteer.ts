import type { Fields } from './pair-format.ts'
import { parsePrompt } from './prompted-conversation.ts'
import { numberOf } from './score.ts'
import type { Split } from './sides.ts'
import { bySign, twoAnswers } from './two-answers.ts'

/** How HelpSteer's prompts begin the turns that follow the first. */
const LATER_TURN = /<extra_id_1>(?:Assistant|User)\n/

/** A user's message, or turns of which the first has no marker. */
export const helpSteerPrompt = (prompt: unknown) =>
  parsePrompt(
    typeof prompt === 'string' && LATER_TURN.test(prompt) && !prompt.startsWith('<extra_id_')
      ? `<extra_id_1>User\n${prompt}`
      : prompt,
  )

/** How much better one answer is; which one, its side tells. */
const size =
  (key: string) =>
  ({ pair }: Split, { [key]: strength }: Fields): void => {
    pair[key] = Math.abs(numberOf(strength) ?? 0)
  }

/** HelpSteer2-Preference: two answers, and how much better one of them is, from −3 (the first) to 3. */
export const helpSteer2 = twoAnswers({
  name: 'helpsteer2',
  about: 'two answers with how much better one is (HelpSteer2-Preference)',
  needed: ['prompt', 'response_1', 'response_2', 'preference_strength'],
  sides: {
    texts: new Set(['prompt', 'response_1', 'response_2']),
    names: [
      ['response_1', 'response_2'],
      ['1', '2'],
    ],
  },
  promptOf: ({ prompt }) => helpSteerPrompt(prompt),
  answersOf: ({ response_1, response_2 }) => [response_1, response_2],
  answerNames: ['response_1', 'response_2'],
  preferred: ({ preference_strength }) => bySign(preference_strength, 'preference_strength'),
  arrange: size('preference_strength'),
})

/** HelpSteer3-Preference: the same after a conversation. */
export const helpSteer3 = twoAnswers({
  name: 'helpsteer3',
  about: 'two answers to a conversation with how much better one is (HelpSteer3-Preference)',
  needed: ['context', 'response1', 'response2', 'overall_preference'],
  sides: { texts: new Set(['context', 'response1', 'response2']), names: [['response1', 'response2']] },
  promptOf: ({ context }) => parsePrompt(context),
  answersOf: ({ response1, response2 }) => [response1, response2],
  answerNames: ['response1', 'response2'],
  preferred: ({ overall_preference }) => bySign(overall_preference, 'overall_preference'),
  arrange: size('overall_preference'),
})
