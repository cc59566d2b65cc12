import { hasTurn, type Message, textOf } from '../domain/conversation.ts'
import { roleOf } from './messages.ts'

type Template = {
  name: string
  /** What begins a turn, with its role. */
  marker: RegExp
  /** What stands before the first one. */
  preamble?: RegExp
  /** What the whole text must look like. */
  whole?: RegExp
}

const TEMPLATES: readonly Template[] = [
  { name: 'ChatML', marker: /<\|im_start\|>(\w+)\n/g },
  { name: 'Llama 3', marker: /<\|start_header_id\|>(\w+)<\|end_header_id\|>\n\n/g },
  { name: 'Llama 4', marker: /<\|header_start\|>(\w+)<\|header_end\|>\n\n/g },
  { name: 'Gemma', marker: /<start_of_turn>(\w+)\n/g },
  { name: 'Zephyr', marker: /<\|(system|user|assistant)\|>\n/g },
  { name: 'OpenAssistant', marker: /<\|(system|prompter|assistant)\|>/g },
  { name: 'Llama 2', marker: /(\[INST\]|\[\/INST\])/g },
  { name: 'Command R', marker: /<\|START_OF_TURN_TOKEN\|><\|(SYSTEM|USER|CHATBOT)_TOKEN\|>/g },
  { name: 'DeepSeek', marker: /<｜(User|Assistant)｜>/g },
  { name: 'gpt-oss', marker: /<\|start\|>(\w+)(?:<\|channel\|>\w+)?<\|message\|>/g },
  { name: 'Nemotron', marker: /<extra_id_[01]>(System|User|Assistant)\n/g },
  { name: 'OpenChat', marker: /GPT4 Correct (User|Assistant): /g },
  {
    name: 'Alpaca',
    marker: /(?:^|\n\n)### (Instruction|Input|Response):\n/g,
    preamble: /^Below is an instruction that describes a task[^\n]*$/,
  },
  {
    name: 'Vicuna',
    marker: /(?:^|\s)(USER|ASSISTANT):\s/g,
    preamble: /^(?:A chat between a curious [^\n]*|BEGINNING OF CONVERSATION:)$/,
  },
  {
    name: '"Human: …\\nAssistant: …"',
    marker: /(?:^|\n)(Human|Assistant): /g,
    whole: /^(?!.*\n\n(?:Human|Assistant):)Human: .*\nAssistant: /s,
  },
]

const ROLES = new Map([
  ['model', 'assistant'],
  ['chatbot', 'assistant'],
  ['response', 'assistant'],
  ['prompter', 'user'],
  ['human', 'user'],
  ['instruction', 'user'],
  ['input', 'user'],
  ['[inst]', 'user'],
  ['[/inst]', 'assistant'],
])

const CLOSING = [
  '<|im_end|>',
  '<|eot_id|>',
  '<|eot|>',
  '<end_of_turn>',
  '</s>',
  '<s>',
  '<eos>',
  '<|end|>',
  '<|return|>',
  '<|endoftext|>',
  '<|end_of_text|>',
  '<|END_OF_TURN_TOKEN|>',
  '<|end_of_turn|>',
  '<｜end▁of▁sentence｜>',
  '<extra_id_1>',
]
const NOTHING = /^(?:\s|<s>|<bos>|<BOS_TOKEN>|<\|begin_of_text\|>|<\|endoftext\|>|<｜begin▁of▁sentence｜>)*$/
/** What templates write that nobody has said. */
const BOILERPLATE = /^(?:<think>\s*<\/think>\s*|Cutting Knowledge Date: [^\n]*\nToday Date: [^\n]*(?:\n+|$))/

/** What is said in a turn, without the tokens that end it and the white space around it. */
export const contentOf = (turn: string): string => {
  let text = turn.trim().replace(BOILERPLATE, '')
  for (;;) {
    const token = CLOSING.find((end) => text.endsWith(end))
    if (token === undefined) return text
    text = text.slice(0, -token.length).trimEnd()
  }
}

/** The messages of a text that a known chat template has made of them; null for any other text. */
export const templatedMessages = (text: string): Message[] | null => {
  for (const { name, marker, preamble, whole } of TEMPLATES) {
    if (whole && !whole.test(text)) continue
    const turns = [...text.matchAll(marker)]
    if (turns.length === 0) continue
    const before = text.slice(0, turns[0].index)
    if (!(preamble?.test(before.trim()) ?? NOTHING.test(before))) continue
    const messages = turns.map(({ 0: { length }, 1: role, index }, turn) => ({
      role: roleOf(ROLES.get(role.toLowerCase()) ?? role.toLowerCase(), `a role of the ${name} template`),
      content: contentOf(text.slice(index + length, turns[turn + 1]?.index)),
    }))
    return messages.filter(({ role, content }) => role !== 'system' || content !== '')
  }
  return null
}

/** What texts may come in, for a message. */
export const KNOWN_TURNS = `"\\n\\nHuman: …\\n\\nAssistant: …", ${TEMPLATES.map(({ name }) => name).join(', ')}`

/** The text, if it is in hh-rlhf's turns, or what a chat template made, put into such; null: it has no turns. */
export const inTurns = (text: string): string | null => {
  const messages = templatedMessages(text)
  if (messages !== null) return textOf(messages)
  return hasTurn(text) ? text : null
}
