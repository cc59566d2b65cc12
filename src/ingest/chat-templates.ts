import { type Message, roleOf, turnsOf } from './messages.ts'

/** What begins a turn, with its role. */
const TEMPLATES = [
  { name: 'ChatML', marker: /<\|im_start\|>(\w+)\n/g },
  { name: 'Llama 3', marker: /<\|start_header_id\|>(\w+)<\|end_header_id\|>\n\n/g },
  { name: 'Gemma', marker: /<start_of_turn>(\w+)\n/g },
  { name: 'Zephyr', marker: /<\|(system|user|assistant)\|>\n/g },
  { name: 'Llama 2', marker: /(\[INST\]|\[\/INST\])/g },
] as const

const ROLES = new Map([
  ['model', 'assistant'],
  ['[INST]', 'user'],
  ['[/INST]', 'assistant'],
])

const CLOSING = [
  '<|im_end|>',
  '<|eot_id|>',
  '<end_of_turn>',
  '</s>',
  '<s>',
  '<eos>',
  '<|end|>',
  '<|endoftext|>',
  '<|end_of_text|>',
]
const NOTHING = /^(?:\s|<s>|<bos>|<\|begin_of_text\|>|<\|endoftext\|>)*$/

/** What is said in a turn, without the tokens that end it and the white space around it. */
const said = (turn: string): string => {
  let text = turn.trim()
  for (;;) {
    const token = CLOSING.find((end) => text.endsWith(end))
    if (token === undefined) return text
    text = text.slice(0, -token.length).trimEnd()
  }
}

/** The messages of a text that a known chat template has made of them; null for any other text. */
const messagesOf = (text: string): Message[] | null => {
  for (const { name, marker } of TEMPLATES) {
    const turns = [...text.matchAll(marker)]
    if (turns.length === 0 || !NOTHING.test(text.slice(0, turns[0].index))) continue
    return turns.map(({ 0: { length }, 1: role, index }, turn) => ({
      role: roleOf(ROLES.get(role) ?? role, `a role of the ${name} template`),
      content: said(text.slice(index + length, turns[turn + 1]?.index)),
    }))
  }
  return null
}

const TURN = /(?:^|\n\n)(?:Human|Assistant):/

/** What texts may come in, for a message. */
export const KNOWN_TURNS = `"\\n\\nHuman: …\\n\\nAssistant: …", ${TEMPLATES.map(({ name }) => name).join(', ')}`

/** The text, if it is in hh-rlhf's turns, or what a chat template made, put into such; null: it has no turns. */
export const inTurns = (text: string): string | null => {
  const messages = messagesOf(text)
  if (messages !== null) return turnsOf(messages)
  return TURN.test(text) ? text : null
}

/** Whether a text is a conversation from its first word on. */
export const beginsWithTurn = (text: string): boolean =>
  /^\s*(?:System|Human):/.test(text) || messagesOf(text) !== null
