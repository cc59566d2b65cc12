import { parsePrompt } from './prompted-conversation.ts'
import { numberOf } from './score.ts'
import { byNumber, twoAnswers } from './two-answers.ts'

const BETTER = 'better_response_id'
const SAFER = 'safer_response_id'

/** PKU-SafeRLHF: two answers, which one is better and which one is safer. */
export const pkuSafeRlhf = twoAnswers({
  name: 'pku-saferlhf',
  about: 'two answers with what is better and what is safer (PKU-SafeRLHF)',
  needed: ['prompt', 'response_0', 'response_1', BETTER, SAFER],
  sides: {
    texts: new Set(['prompt', 'response_0', 'response_1']),
    names: [
      ['response_0', 'response_1'],
      ['0', '1'],
    ],
  },
  promptOf: ({ prompt }) => parsePrompt(prompt),
  answersOf: ({ response_0, response_1 }) => [response_0, response_1],
  answerNames: ['response_0', 'response_1'],
  preferred: (fields, { prefer }) => {
    const key = prefer === 'safer' ? SAFER : BETTER
    return byNumber(fields[key], key, [0, 1])
  },
  arrange: ({ first, second }, fields) => {
    for (const [name, key] of [
      ['is_better', BETTER],
      ['is_safer', SAFER],
    ]) {
      const id = numberOf(fields[key])
      if (id === null) continue
      first[name] = id === 0
      second[name] = id === 1
    }
  },
})
