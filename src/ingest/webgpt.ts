import { idOf, objectAt, without } from './answer-parts.ts'
import { parsePrompt } from './prompted-conversation.ts'
import { byScores, twoAnswers } from './two-answers.ts'

const TEXT = new Set(['full_text'])

/** webgpt_comparisons: two answers to a question, and how much each was preferred. */
export const webgpt = twoAnswers({
  name: 'webgpt',
  about: 'two answers to a question with their scores (webgpt)',
  needed: ['question', 'answer_0', 'answer_1', 'score_0', 'score_1'],
  sides: { texts: new Set(['answer_0', 'answer_1']), names: [['0', '1']] },
  promptOf: ({ question }) =>
    parsePrompt(typeof question === 'string' ? question : objectAt(question, 'question').full_text),
  answersOf: ({ answer_0, answer_1 }) => [answer_0, answer_1],
  answerNames: ['answer_0', 'answer_1'],
  preferred: ({ score_0, score_1 }) => byScores(score_0, score_1, ['score_0', 'score_1']),
  groupOf: ({ question }) => (typeof question === 'string' ? {} : idOf(objectAt(question, 'question').id)),
  arrange: ({ pair }, { question }) => {
    if (typeof question === 'string') delete pair.question
    else pair.question = without(objectAt(question, 'question'), TEXT)
  },
})
