import { hasTurnInside } from './messages.ts'
import type { PairFormat, PairParser } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { checkTexts } from './text-columns.ts'

/** What the prompt is called: by the first of these that there is. */
const PROMPTS = ['prompt', 'question', 'input', 'instruction']

const promptOf = (keys: readonly string[]) => PROMPTS.filter((key) => keys.includes(key)).slice(0, 1)

const turnInside = (value: unknown, isAnswered: boolean): boolean =>
  Array.isArray(value) && hasTurnInside(isAnswered ? value.slice(0, -1) : value)

/** Counts the pairs whose messages before the answer would be read as several turns. */
const openParser = (): PairParser => {
  let turnsInside = 0
  return {
    parse: (fields) => {
      const { chosen, rejected, system } = fields
      const [key] = promptOf(Object.keys(fields))
      const prompt = key === undefined ? undefined : fields[key]
      const shared = parsePrompt(prompt, system)
      const pair = {
        chosen: promptedConversation(chosen, shared, 'chosen'),
        rejected: promptedConversation(rejected, shared, 'rejected'),
      }
      if (turnInside(prompt, false) || turnInside(chosen, true) || turnInside(rejected, true)) turnsInside++
      return pair
    },
    notices: () =>
      turnsInside === 0
        ? []
        : [
            `${turnsInside} pairs have messages before the answer with "\\n\\nHuman:" or "\\n\\nAssistant:" in them, which will be read as turns`,
          ],
  }
}

/**
 * TRL's preference format: `prompt`, `chosen` and `rejected`, each a text or a list of messages. Without a prompt,
 * chosen and rejected have it in them. A prompt can be a `question`, an `input` or an `instruction`, too, and have
 * a `system`'s text before it.
 */
export const trl = {
  name: 'trl',
  needed: ['chosen', 'rejected'],
  optional: (keys) => ['system', ...promptOf(keys)],
  isScored: false,
  checkColumn: checkTexts,
  openParser,
} as const satisfies PairFormat
