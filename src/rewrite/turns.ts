import { type AnswerAt, speakerOf, turnsOf as turnsIn } from '../domain/conversation.ts'

/** A part of a conversation: how it begins (`\n\nHuman:`), and what is said. */
export type Turn = {
  head: string
  /** Without the colon; `Text` for what comes before the first turn. */
  speaker: string
  text: string
  /** What it is called in requests and answers; turns that say nothing aren't asked about. */
  key: string | null
}

/** The turns of a conversation, which together are the conversation again. */
export const turnsOf = (conversation: string, answerAt: AnswerAt = null): Turn[] => {
  const turns = turnsIn(conversation, answerAt).map(({ role, ...turn }) => ({
    ...turn,
    speaker: speakerOf(role),
  }))
  const length = turns.reduce((sum, { head, text }) => sum + head.length + text.length, 0)
  const before = conversation.slice(0, conversation.length - length)
  const all = before === '' ? turns : [{ head: '', text: before, speaker: 'Text' }, ...turns]
  return all.map(({ head, text, speaker }, index) => {
    return { head, speaker, text, key: text.trim() === '' ? null : `turn_${index + 1}_${speaker}` }
  })
}
