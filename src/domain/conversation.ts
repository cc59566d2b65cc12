/*
 * The grammar of a conversation as a text: a turn begins at a blank line (or with the text) and the name of who
 * speaks, as in "\n\nHuman:". A name anywhere else is something that was said.
 */
const SPEAKERS = {
  system: 'System',
  developer: 'Developer',
  user: 'Human',
  assistant: 'Assistant',
  tool: 'Tool',
  function: 'Function',
} as const

export type Role = keyof typeof SPEAKERS
export const ROLES = Object.keys(SPEAKERS) as Role[]
export type Message = { role: Role; content: string }

/** Where an answer begins, with its name, if that is known: what looks like a turn behind it was said in the answer. */
export type AnswerAt = number | null

/** A text in turns. */
export type Conversation = { text: string; answerAt?: AnswerAt }

/** A part of a conversation: how it begins (`\n\nHuman:`), and what is said. */
export type Turn = {
  head: string
  /** Where its name begins. */
  at: number
  role: Role
  text: string
}

const ROLE_OF = new Map<string, Role>(ROLES.map((role) => [SPEAKERS[role], role]))
const ANY_SPEAKER = Object.values(SPEAKERS).join('|')
const HEAD = new RegExp(`(?:^|\n\n)(${ANY_SPEAKER}):`, 'g')
const FIRST_SPEAKER = new RegExp(`^\\s*(${ANY_SPEAKER}):`)
const ASSISTANT = `${SPEAKERS.assistant}:`
const INNER_TURN = new RegExp(`\n\n(?:${SPEAKERS.user}|${SPEAKERS.assistant}):`)
const FIRST_TURN = new RegExp(`^(?:${SPEAKERS.user}|${SPEAKERS.assistant}):`)
const OPEN_ANSWER = new RegExp(`\n\n${ASSISTANT}\\s*$`)
const NAMED_SPEAKER = new RegExp(`\\b(?:${SPEAKERS.system}|${SPEAKERS.user}|${SPEAKERS.assistant}):`, 'g')

/** The name that a role has in a text. */
export const speakerOf = (role: Role): string => SPEAKERS[role]

/** Whether a human or an assistant has a turn after the text's beginning. */
export const hasInnerTurn = (text: string): boolean => INNER_TURN.test(text)

/** Whether a human or an assistant has a turn anywhere. */
export const hasTurn = (text: string): boolean => FIRST_TURN.test(text) || hasInnerTurn(text)

/** Who the text begins with, whatever white space is before the name; null when it begins otherwise. */
export const firstSpeaker = (text: string): Role | null =>
  ROLE_OF.get(FIRST_SPEAKER.exec(text)?.[1] ?? '') ?? null

/** How many names of speakers a text has, wherever they stand: places that may be taken for turns. */
export const countSpeakers = (text: string): number => text.match(NAMED_SPEAKER)?.length ?? 0

/** The messages as the turns of one text, word for word. */
export const textOf = (messages: readonly Message[]): string =>
  messages.map(({ role, content }) => `\n\n${SPEAKERS[role]}: ${content}`).join('')

type Head = { head: string; index: number; at: number; role: Role }

const headsOf = (text: string, answerAt: AnswerAt): Head[] => {
  const found = [...text.matchAll(HEAD)].map(({ 0: head, 1: name, index }) => {
    const at = index + head.length - name.length - 1
    return { head, index, at, role: ROLE_OF.get(name)! }
  })
  const end = answerAt ?? text.length
  return found.filter(({ at }) => at <= end)
}

const isRule = (role: Role) => role === 'system' || role === 'developer'
const isTool = (role: Role) => role === 'tool' || role === 'function'

/** System and developer speak before all others, tools before the assistant or another tool: else it is said by others. */
const spoken = (heads: readonly Head[]): Head[] => {
  const first = heads.findIndex(({ role }) => !isRule(role))
  let next: Role | undefined
  const kept = heads.toReversed().filter(({ role }, fromEnd) => {
    const at = heads.length - 1 - fromEnd
    if (isRule(role) && first >= 0 && at > first) return false
    if (isTool(role) && next !== 'assistant' && (next === undefined || !isTool(next))) return false
    next = role
    return true
  })
  return kept.reverse()
}

/** The turns; what comes before the first one belongs to none. */
export const turnsOf = (text: string, answerAt: AnswerAt = null): Turn[] => {
  const heads = spoken(headsOf(text, answerAt))
  return heads.map(({ head, index, at, role }, turn) => ({
    head,
    at,
    role,
    text: text.slice(index + head.length, heads[turn + 1]?.index),
  }))
}

/** Where the last turn of a speaker begins, with its name; -1 where there is none. */
const lastTurnOf = (text: string, speaker: string): number => {
  const at = text.lastIndexOf(`\n\n${speaker}`)
  if (at >= 0) return at + 2
  return text.startsWith(speaker) ? 0 : -1
}

const answerOf = (text: string, answerAt: AnswerAt): number => answerAt ?? lastTurnOf(text, ASSISTANT)

/** The last assistant turn, with its `Assistant:`; the whole text when there is none. */
export const responseOf = (text: string, answerAt: AnswerAt = null): string =>
  text.slice(Math.max(0, answerOf(text, answerAt)))

/** What comes before the last assistant turn; nothing when there is none. */
export const promptOf = (text: string, answerAt: AnswerAt = null): string =>
  text.slice(0, Math.max(0, answerOf(text, answerAt)))

export const hasAssistantTurn = (text: string): boolean => lastTurnOf(text, ASSISTANT) >= 0

/** Whether of human and assistant the assistant speaks last. */
export const endsWithAssistant = (text: string): boolean =>
  lastTurnOf(text, ASSISTANT) > lastTurnOf(text, `${SPEAKERS.user}:`)

/** Whether the last response is empty, but for white space. */
export const isUnanswered = (text: string, answerAt: AnswerAt = null): boolean =>
  answerOf(text, answerAt) >= 0 && responseOf(text, answerAt).slice(ASSISTANT.length).trim() === ''

/** Whether the reference, which takes the last "Assistant:" anywhere for the answer's, splits the text elsewhere. */
export const splitsElsewhere = (text: string, answerAt: AnswerAt = null): boolean =>
  text.lastIndexOf(ASSISTANT) !== answerOf(text, answerAt)

/** A text whose answer begins at `at`, which needs to be known only where the grammar says otherwise. */
export const answeredAt = (text: string, at: number): Conversation =>
  headsOf(text, null).at(-1)?.at === at ? { text } : { text, answerAt: at }

/** Whether the reference, which needs no blank line before it, finds a turn of the assistant. */
export const hasAssistantForReference = (text: string): boolean => text.includes(ASSISTANT)

/** The text without an answer at its end that is only begun. */
export const withoutOpenAnswer = (text: string): string => text.replace(OPEN_ANSWER, '')

/** A conversation that ends with an answer, word for word, whatever it says. */
export const withAnswer = (prompt: string, answer: string): Conversation =>
  withAnswerTurn(prompt, `${ASSISTANT}${/^\s/.test(answer) ? '' : ' '}${answer}`)

/** The same of an answer that has the assistant's name before it. */
export const withAnswerTurn = (prompt: string, turn: string): Conversation =>
  answeredAt(`${prompt}\n\n${turn.trimStart()}`, prompt.length + 2)

/** Why a text is no list of messages. */
export const NO_MESSAGES = 'it does not begin with a turn, so it is no list of messages'

/** The turns as chat messages, without the white space around them; null when the text begins otherwise. */
export const messagesOf = (text: string, answerAt: AnswerAt = null): Message[] | null => {
  const turns = turnsOf(text, answerAt)
  const begins = turns.length > 0 && text.startsWith(turns[0].head)
  if (!begins || turns.every(({ role }) => isRule(role))) return null
  return turns.map((turn) => ({ role: turn.role, content: turn.text.trim() }))
}

const sharedLength = (a: string, b: string): number => {
  const end = Math.min(a.length, b.length)
  let length = 0
  while (length < end && a.charCodeAt(length) === b.charCodeAt(length)) length++
  return length
}

/**
 * How much of the text both conversations of a pair share: up to the last assistant turn, or, where the
 * conversations part earlier, the whole turns before that.
 */
export const promptLength = (
  chosen: string,
  rejected: string,
  answers: { chosen?: AnswerAt; rejected?: AnswerAt } = {},
): number => {
  const pivot = answerOf(chosen, answers.chosen ?? null)
  const otherPivot = answerOf(rejected, answers.rejected ?? null)
  const shared = sharedLength(chosen, rejected)
  if (pivot === otherPivot && shared >= pivot) return Math.max(0, pivot)
  const limit = Math.min(shared, pivot, otherPivot)
  // A paragraph of the other one's turn may begin as this turn does: "\n\nH".
  const others = new Set(headsOf(rejected, answers.rejected ?? null).map(({ at }) => at))
  const starts = headsOf(chosen, answers.chosen ?? null).filter(
    ({ at }) => at > 0 && at <= limit && others.has(at),
  )
  return starts.at(-1)?.at ?? 0
}
