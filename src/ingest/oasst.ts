import type { Message } from '../domain/conversation.ts'
import { counted } from '../domain/counted.ts'
import { listAt, objectAt, without } from './answer-parts.ts'
import { shown } from './cells.ts'
import { jsonText } from './json-text.ts'
import type { Fields, PairFormat, Pairing, ParsedPair } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { pairsOfAnswers } from './ranked-answers.ts'
import { Unusable } from './row.ts'
import { numberOf } from './score.ts'

const TEXTS = new Set(['text', 'role', 'replies', 'parent_id', 'message_tree_id', 'tree_state'])
const OF_TREE = ['message_tree_id', 'tree_state']
const ROLES = new Map([
  ['prompter', 'user'],
  ['assistant', 'assistant'],
] as const)

/** Messages of the longest conversation. */
const LONGEST = 1000

/** A message with what was said before it, itself included. */
type Said = { fields: Fields; conversation: readonly Message[] }

const messageOf = (fields: Fields): Message => {
  const role = ROLES.get(fields.role as 'prompter')
  if (role === undefined)
    throw new Unusable(`"role" is ${shown(jsonText(fields.role ?? null))}; known: prompter, assistant`)
  if (typeof fields.text !== 'string') throw new Unusable('a message has no "text"')
  return { role, content: fields.text }
}

/** Pairs of the ranked answers to one message, 0 the best. */
const pairsAfter = (
  before: readonly Message[],
  answers: readonly Fields[],
  pair: Fields,
  pairing: Pairing,
) => {
  const ranked = answers.flatMap((fields) => {
    const rank = numberOf(fields.rank)
    if (rank === null || fields.role !== 'assistant') return []
    const prompt = parsePrompt(before)
    return [
      {
        conversation: promptedConversation([messageOf(fields)], prompt, 'replies'),
        level: -rank,
        beside: without(fields, TEXTS),
      },
    ]
  })
  return ranked.length < 2 ? [] : pairsOfAnswers(ranked, { pairing, pair })
}

/** All pairs of a tree of messages, whose nodes are found by `repliesOf`. */
const pairsOfTree = (
  root: Fields,
  repliesOf: (message: Fields) => readonly Fields[],
  pair: Fields,
  pairing: Pairing,
  seen = new Set<Fields>(),
): ParsedPair[] => {
  const pairs: ParsedPair[] = []
  const open: Said[] = [{ fields: root, conversation: [messageOf(root)] }]
  for (let said = open.pop(); said; said = open.pop()) {
    const { fields, conversation } = said
    if (seen.has(fields)) continue
    if (conversation.length > LONGEST)
      throw new Unusable(`a conversation of the tree has more than ${LONGEST} messages`)
    seen.add(fields)
    const replies = repliesOf(fields)
    const group = typeof fields.message_id === 'string' ? { group: fields.message_id } : {}
    pairs.push(...pairsAfter(conversation, replies, pair, pairing).map((made) => ({ ...made, ...group })))
    // The first reply's answers come first.
    for (const reply of replies.toReversed())
      open.push({ fields: reply, conversation: [...conversation, messageOf(reply)] })
  }
  if (pairs.length === 0) throw new Unusable('no message of the tree has two answers with ranks')
  return pairs
}

const repliesIn = ({ replies }: Fields): Fields[] =>
  replies === undefined || replies === null
    ? []
    : listAt(replies, 'replies').map((reply, index) => objectAt(reply, `replies[${index}]`))

/** OpenAssistant's trees: a conversation that branches, its answers ranked. */
export const oasst = {
  name: 'oasst',
  about: 'trees of messages with ranked replies (OpenAssistant)',
  needed: ['message_tree_id', 'prompt'],
  isSuch: ({ prompt }) => typeof prompt === 'object' && prompt !== null && 'replies' in prompt,
  isSeveral: true,
  openParser: ({ pairs, taken }) => ({
    parse: (fields) =>
      pairsOfTree(
        objectAt(fields.prompt, 'prompt'),
        repliesIn,
        without(fields, new Set(['prompt', ...taken])),
        pairs,
      ),
  }),
} as const satisfies PairFormat

/** The same as a list of messages, those of a tree one after the other. */
export const oasstMessages = {
  name: 'oasst-messages',
  about: 'messages of trees, one a row (OpenAssistant)',
  needed: ['message_id', 'parent_id', 'message_tree_id', 'text', 'role', 'rank'],
  isSeveral: true,
  together: ({ message_tree_id }) => message_tree_id,
  openParser: ({ pairs, taken }) => {
    let lost = 0
    const parse = (first: Fields, rows: readonly Fields[]) => {
      const replies = new Map<unknown, Fields[]>()
      for (const row of rows) {
        const siblings = replies.get(row.parent_id ?? null)
        if (siblings) siblings.push(row)
        else replies.set(row.parent_id ?? null, [row])
      }
      const [root] = replies.get(null) ?? replies.get('') ?? []
      if (!root) throw new Unusable('the tree has no first message, one without a "parent_id"')
      const pair = Object.fromEntries(
        OF_TREE.filter((key) => !taken.has(key)).map((key) => [key, first[key]]),
      )
      const seen = new Set<Fields>()
      const made = pairsOfTree(root, ({ message_id }) => replies.get(message_id) ?? [], pair, pairs, seen)
      lost += rows.length - seen.size
      return made
    }
    return {
      parse,
      notices: () =>
        lost === 0
          ? []
          : [
              `${counted(lost, 'message answers', 'messages answer')} none of their tree, and ${lost === 1 ? 'is' : 'are'} in no pair`,
            ],
    }
  },
} as const satisfies PairFormat
