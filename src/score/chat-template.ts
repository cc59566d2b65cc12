import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Template } from '@huggingface/jinja'
import type { Message } from '../domain/conversation.ts'
import { InvalidInput } from '../domain/errors.ts'
import { readJson } from './model-files.ts'

/** How a model's own tokenizer writes a conversation. */
export type ChatTemplate = {
  sha256: string
  /** @throws Error with what the template says against these messages. */
  render(messages: readonly Message[]): string
}

const TOKENS = ['bos', 'eos', 'unk', 'sep', 'pad', 'cls', 'mask'].map((name) => `${name}_token`)

/** A template that writes today's date where it can would give other scores tomorrow. */
const NO_DATE = '{%- set strftime_now = undefined -%}'

/** A token's text, which exporters also write as an object. */
const contentOf = (token: unknown) =>
  typeof token === 'string' ? token : (token as { content?: string } | null | undefined)?.content

const sourceIn = (directory: string, config: Record<string, unknown>): string | null => {
  const file = path.join(directory, 'chat_template.jinja')
  if (existsSync(file)) return readFileSync(file, 'utf8')
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
    const template = new Template(NO_DATE + source)
    const render = (messages: readonly Message[]) =>
      template.render({ messages, add_generation_prompt: false, ...tokens })
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
