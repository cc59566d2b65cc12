import type { PairRecord } from '../domain/records.ts'
import type { Fields } from './fields.ts'
import { hasTurnInside } from './messages.ts'
import { readObjects } from './objects.ts'
import { columnsAbout, type PairOptions, type PairStream, pairStream } from './pair-stream.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import type { Source } from './source.ts'
import { checkTexts } from './text-columns.ts'

const FORMAT = 'trl'
const NEEDED = ['chosen', 'rejected']
/** What the prompt is called: by the first of these that there is. */
const PROMPTS = ['prompt', 'question', 'input', 'instruction']

const promptOf = (keys: readonly string[]) => PROMPTS.filter((key) => keys.includes(key)).slice(0, 1)
const optional = (keys: readonly string[]) => ['system', ...promptOf(keys)]

const turnInside = (value: unknown, isAnswered: boolean): boolean =>
  Array.isArray(value) && hasTurnInside(isAnswered ? value.slice(0, -1) : value)

/**
 * TRL's preference format: `prompt`, `chosen` and `rejected`, each a text or a list of messages. Without a prompt,
 * chosen and rejected have it in them. A prompt can be a `question`, an `input` or an `instruction`, too, and have
 * a `system`'s text before it.
 */
export const readTrl = (source: Source, options: PairOptions = {}): PairStream<PairRecord> => {
  const values = readObjects(source, {
    format: FORMAT,
    needed: NEEDED,
    optional: (header) => [...optional(header), ...columnsAbout(options)],
    check: (column) => columnsAbout(options).includes(column.element.name) || checkTexts(source.file, column),
  })
  let turnsInside = 0
  const parse = (fields: Fields) => {
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
  }
  const finish = () => {
    if (turnsInside === 0) return
    source.notices.push(
      `${source.file}: ${turnsInside} pairs have messages before the answer with "\\n\\nHuman:" or "\\n\\nAssistant:" in them, which will be read as turns`,
    )
  }
  return pairStream(source, values, options, { format: FORMAT, needed: NEEDED, optional, parse, finish })
}
