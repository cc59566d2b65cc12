import { idOf } from './answer-parts.ts'
import { parsePrompt } from './prompted-conversation.ts'
import { byNumber, twoAnswers } from './two-answers.ts'

/** Stanford Human Preferences: two comments on a post, of which readers preferred one. */
export const shp = twoAnswers({
  name: 'shp',
  about: 'two comments on a post with a label (SHP)',
  needed: ['history', 'human_ref_A', 'human_ref_B', 'labels'],
  sides: { texts: new Set(['history', 'human_ref_A', 'human_ref_B']), names: [['A', 'B']] },
  promptOf: ({ history }) => parsePrompt(history),
  answersOf: ({ human_ref_A, human_ref_B }) => [human_ref_A, human_ref_B],
  answerNames: ['human_ref_A', 'human_ref_B'],
  preferred: ({ labels }) => byNumber(labels, 'labels', [1, 0]),
  groupOf: ({ post_id }) => idOf(post_id),
})
