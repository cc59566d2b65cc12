const HEAD = /((?:^|\n\n)(?:System|Human|Assistant):)/

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
export const turnsOf = (conversation: string): Turn[] => {
  const [before, ...parts] = conversation.split(HEAD)
  const heads = parts.filter((_, index) => index % 2 === 0)
  const turns = heads.map((head, index) => ({ head, text: parts[2 * index + 1] }))
  const all = before === '' ? turns : [{ head: '', text: before }, ...turns]
  return all.map(({ head, text }, index) => {
    const speaker = head.trim().slice(0, -1) || 'Text'
    return { head, speaker, text, key: text.trim() === '' ? null : `turn_${index + 1}_${speaker}` }
  })
}
