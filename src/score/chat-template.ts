import { createHash } from 'node:crypto'
import path from 'node:path'
import vm from 'node:vm'
import { Template } from '@huggingface/jinja'
import type { Message } from '../domain/conversation.ts'
import { InvalidInput } from '../domain/errors.ts'
import { readJson, readText } from './model-files.ts'

/** How a model's own tokenizer writes a conversation. */
export type ChatTemplate = {
  sha256: string
  /** @throws Error with what the template says against these messages. */
  render(messages: readonly Message[]): string
}

const TOKENS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`)

/** A template that writes today's date where it can would give other scores tomorrow. */
const NO_DATE = '{%- set strftime_now = undefined -%}'

/** Templates write a conversation in less than a millisecond; one that loops is broken off. */
const LONGEST_MS = 2000

/** One for all texts: to make a context takes longer than to render. */
const calling: { work?: () => unknown } = vm.createContext({})
const call = new vm.Script('work()')

/** Calls a function that may not end. @throws Error once it takes too long */
const brokenOff = <T>(work: () => T): T => {
  try {
    calling.work = work
    return call.runInContext(calling, { timeout: LONGEST_MS })
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Error(`it takes longer than ${LONGEST_MS / 1000} s`)
  }
}

/** A token's text, which exporters also write as an object. */
const contentOf = (token: unknown) =>
  typeof token === 'string' ? token : (token as { content?: string } | null | undefined)?.content

const sourceIn = (directory: string, config: Record<string, unknown>): string | null => {
  const file = readText(path.join(directory, 'chat_template.jinja'))
  if (file !== null) return file
  const given = config.chat_template
  if (typeof given === 'string') return given
  if (!Array.isArray(given)) return null
  const templates = given as { name: string; template: string }[]
  const found = templates.find(({ name }) => name === 'default')
  if (found) return found.template
  throw new InvalidInput(
    `none of the chat templates of ${directory} (${templates.map(({ name }) => name).join(', ')}) is "default"; --input pair does without`,
  )
}

/**
 * The chat template of a model's directory, or null: chat_template.jinja, else what tokenizer_config.json has.
 *
 * @throws InvalidInput for one that can't write a question and its answer.
 */
export const findChatTemplate = (directory: string): ChatTemplate | null => {
  const config = readJson(path.join(directory, 'tokenizer_config.json'))
  const source = sourceIn(directory, config)
  if (source === null) return null
  const named = { ...readJson(path.join(directory, 'special_tokens_map.json')), ...config }
  const tokens = Object.fromEntries(
    TOKENS.map((name) => [name, contentOf(named[name])]).filter(([, content]) => content !== undefined),
  )
  try {
    const template = brokenOff(() => new Template(NO_DATE + source))
    const render = (messages: readonly Message[]) =>
      brokenOff(() => template.render({ messages, add_generation_prompt: false, ...tokens }))
    render([
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ])
    return { sha256: createHash('sha256').update(source).digest('hex'), render }
  } catch (cause) {
    throw new InvalidInput(
      `the chat template of ${directory} can't be used: ${(cause as Error).message}; --input pair does without`,
      { cause },
    )
  }
}
