import { counted } from '../domain/counted.ts'
import { idOf, messagesIn } from './answer-parts.ts'
import { shown } from './cells.ts'
import { isInTurns } from './hh-rlhf.ts'
import { implicitPrompt } from './implicit-prompt.ts'
import { jsonText } from './json-text.ts'
import { hasLateRule, hasTurnInside } from './messages.ts'
import type { Fields, PairFormat, PairParser, ParserOptions } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { Unusable } from './row.ts'
import { splitter } from './sides.ts'
import { checkTexts, isTextList } from './text-columns.ts'

/** What the prompt is called: by the first of these that there is. */
export const PROMPTS = ['prompt', 'question', 'input', 'instruction']
const GROUPS = ['prompt_id', 'prompt_hash']
export const CHOSEN_AND_REJECTED = {
  texts: new Set(['chosen', 'rejected', 'system', 'tie']),
  names: [['chosen', 'rejected']],
  mayBeAlone: true,
} as const

const promptOf = (keys: readonly string[]) => PROMPTS.filter((key) => keys.includes(key)).slice(0, 1)

const turnInside = (value: unknown, isAnswered: boolean): boolean =>
  Array.isArray(value) && hasTurnInside(isAnswered ? value.slice(0, -1) : value)

const lateRule = (...values: unknown[]): boolean =>
  values.some((value) => Array.isArray(value) && hasLateRule(value))

const TRUTHS = new Map<unknown, boolean>([
  ...[true, 'true', 'True', '1', 1].map((value) => [value, true] as const),
  ...[false, 'false', 'False', '0', 0].map((value) => [value, false] as const),
])

/** Whether a value says that nobody preferred one. @throws Unusable */
export const tieOf = (value: unknown, name: string): boolean => {
  if (value === undefined || value === null || value === '') return false
  const is = TRUTHS.get(value)
  if (is !== undefined) return is
  throw new Unusable(`"${name}" is ${shown(jsonText(value))}; it must be true or false`)
}

/** Counts the pairs whose messages before the answer would be read as several turns. */
const openParser = (options: ParserOptions): PairParser => {
  let turnsInside = 0
  let implicits = 0
  let lateRules = 0
  const split = splitter(CHOSEN_AND_REJECTED, options)
  return {
    parse: (fields) => {
      const { system } = fields
      const [key] = promptOf(Object.keys(fields))
      const [prompt, chosen, rejected] = [key, 'chosen', 'rejected'].map(
        (name) => name && messagesIn(fields, fields[name], name),
      )
      const implicit = (prompt ?? '') === '' ? implicitPrompt(chosen, rejected) : null
      const shared = parsePrompt(implicit ?? prompt, system)
      const begun = implicit?.length ?? 0
      const [one, other] = [chosen, rejected].map((text) =>
        begun > 0 ? (text as string).slice(begun) : text,
      )
      const pair = {
        chosen: promptedConversation(one, shared, 'chosen'),
        rejected: promptedConversation(other, shared, 'rejected'),
      }
      if (begun > 0) implicits++
      const parts = split(fields, [chosen, rejected])
      if (key !== undefined) delete parts.pair[key]
      if (turnInside(prompt, false) || turnInside(chosen, true) || turnInside(rejected, true)) turnsInside++
      if (lateRule(prompt, chosen, rejected)) lateRules++
      return {
        ...pair,
        // distilabel says so by `status`.
        tie: tieOf(fields.tie, 'tie') || fields.status === 'tie',
        ...groupIn(fields),
        beside: {
          pair: parts.pair,
          chosen: parts.first,
          rejected: parts.second,
          texts: { ofPair: [prompt], ofEntries: [chosen, rejected] },
        },
      }
    },
    notices: () => [
      ...(turnsInside === 0
        ? []
        : [
            `${counted(turnsInside, 'pair has', 'pairs have')} messages before the answer with "\\n\\nHuman:" or "\\n\\nAssistant:" in them, which will be read as turns`,
          ]),
      ...(lateRules === 0
        ? []
        : [
            `${counted(lateRules, 'pair has', 'pairs have')} messages of the system behind others, which are read as a part of the turn before`,
          ]),
      ...(implicits === 0
        ? []
        : [
            `${counted(implicits, 'pair has', 'pairs have')} neither a prompt nor turns: what both texts begin with is the prompt`,
          ]),
    ],
  }
}

const groupIn = (fields: Fields) =>
  idOf(GROUPS.map((key) => fields[key]).find((value) => value !== undefined))

/**
 * TRL's preference format: `prompt`, `chosen` and `rejected`, each a text or a list of messages. Without a prompt,
 * chosen and rejected have it in them. A prompt can be a `question`, an `input` or an `instruction`, too, and have
 * a `system`'s text before it.
 */
export const trl = {
  name: 'trl',
  about: 'chosen and rejected answers (TRL)',
  needed: ['chosen', 'rejected'],
  optional: (keys) => ['system', 'tie', ...promptOf(keys)],
  isSuch: (fields) =>
    !isInTurns(fields) &&
    !('text_chosen' in fields) &&
    typeof fields.chosen !== 'number' &&
    !isTextList(fields.chosen),
  checkColumn: (column, file) => {
    if (column.element.name !== 'tie') checkTexts(column, file)
  },
  openParser,
} as const satisfies PairFormat
