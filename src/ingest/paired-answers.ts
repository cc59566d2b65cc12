import { parsePrompt } from './prompted-conversation.ts'
import { twoAnswers } from './two-answers.ts'

/** StackExchange's paired answers: the first one, j, is the better one. */
export const pairedAnswers = twoAnswers({
  name: 'paired-answers',
  about: 'a question with its better answer, j, and a worse one, k (stack-exchange-paired)',
  needed: ['question', 'response_j', 'response_k'],
  sides: { texts: new Set(['question', 'response_j', 'response_k']), names: [['j', 'k']] },
  promptOf: ({ question }) => parsePrompt(question),
  answersOf: ({ response_j, response_k }) => [response_j, response_k],
  answerNames: ['response_j', 'response_k'],
  preferred: () => 'first',
})
