import { idOf, listAt, objectAt, without } from './answer-parts.ts'
import type { Fields } from './pair-format.ts'
import { parsePrompt } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { byNumber, twoAnswers } from './two-answers.ts'

const TEXTS = new Set(['post', 'title', 'article'])
const TEXT = new Set(['text'])

const summaries = ({ summaries }: Fields): [Fields, Fields] => {
  const list = listAt(summaries, 'summaries')
  if (list.length !== 2) throw new Unusable(`"summaries" has ${list.length} of them; it must have two`)
  return [objectAt(list[0], 'summaries[0]'), objectAt(list[1], 'summaries[1]')]
}

/** What was asked for: a post with its title, or a news article, and "TL;DR:". */
const textOf = ({ post, title, article, subreddit }: Fields): string | null => {
  if (typeof article === 'string') return `Article: ${article}\n\nTL;DR:`
  if (typeof post !== 'string') return null
  const lines = [
    ...(typeof subreddit === 'string' ? [`SUBREDDIT: r/${subreddit}`] : []),
    ...(typeof title === 'string' ? [`TITLE: ${title}`] : []),
    `POST: ${post}`,
    'TL;DR:',
  ]
  return lines.join('\n\n')
}

/** summarize_from_feedback's comparisons: two summaries of a post, and which one was chosen. */
export const summarizeFromFeedback = twoAnswers({
  name: 'summarize-from-feedback',
  about: 'two summaries of a post with a choice (summarize_from_feedback)',
  needed: ['info', 'summaries', 'choice'],
  sides: { texts: new Set(['summaries']), names: [] },
  promptOf: ({ info }) => {
    const text = textOf(objectAt(info, 'info'))
    if (text === null) throw new Unusable('"info" has neither a "post" nor an "article"')
    return parsePrompt(text)
  },
  answersOf: (fields) => {
    const [first, second] = summaries(fields)
    return [first.text, second.text]
  },
  answerNames: ['summaries[0].text', 'summaries[1].text'],
  preferred: ({ choice }) => byNumber(choice, 'choice', [0, 1]),
  groupOf: ({ info }) => idOf(objectAt(info, 'info').id),
  arrange: (split, fields) => {
    split.pair.info = without(objectAt(fields.info, 'info'), TEXTS)
    const [first, second] = summaries(fields)
    split.first = without(first, TEXT)
    split.second = without(second, TEXT)
  },
})
