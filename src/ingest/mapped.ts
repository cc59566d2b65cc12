import { InvalidInput } from '../domain/errors.ts'
import { messagesIn } from './answer-parts.ts'
import { columnOf, type FieldPath, parseFieldPath, requirePlace, valueAt } from './field-path.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { parsePrompt, promptedConversation } from './prompted-conversation.ts'
import { splitter } from './sides.ts'
import { tieOf } from './trl.ts'

/** What `--map` can say of a pair. */
const PARTS = ['prompt', 'chosen', 'rejected', 'tie', 'group', 'id', 'subset'] as const
type Part = (typeof PARTS)[number]

export type FieldMap = { chosen: FieldPath; rejected: FieldPath } & Partial<Record<Part, FieldPath>>

/** `prompt=question.text,chosen=answers[0],rejected=answers[1]`. @throws InvalidInput */
export const parseFieldMap = (text: string): FieldMap => {
  const map: Partial<Record<Part, FieldPath>> = {}
  for (const item of text.split(',')) {
    const at = item.indexOf('=')
    const part = PARTS.find((one) => one === item.slice(0, Math.max(0, at)).trim())
    if (part === undefined)
      throw new InvalidInput(`"${item}" is nothing that --map takes; it takes ${PARTS.join('=…,')}=…`)
    if (map[part]) throw new InvalidInput(`--map says twice what ${part} is`)
    map[part] = parseFieldPath(item.slice(at + 1).trim())
  }
  const { chosen, rejected } = map
  if (!chosen || !rejected)
    throw new InvalidInput(
      `--map must say what ${chosen ? 'rejected' : 'chosen'} is: ${chosen ? 'rejected' : 'chosen'}=…`,
    )
  return { ...map, chosen, rejected }
}

/** @throws InvalidInput when a place is nowhere in a sample of the file's rows */
export const requireMapped = (map: FieldMap, sample: readonly Fields[], file: string): void => {
  for (const [part, path] of Object.entries(map)) requirePlace(path, sample, `--map ${part}=`, file)
}

/** Anything else: a file whose texts are where a map says. */
export const mapped = (map: FieldMap, sample: readonly Fields[]): PairFormat => {
  const header = [...new Set(sample.flatMap((fields) => Object.keys(fields)))]
  const columns = (paths: readonly (FieldPath | undefined)[]) =>
    paths.flatMap((path) => (path ? [columnOf(path, header)] : []))
  const { prompt, chosen, rejected, tie } = map
  const needed = [...new Set(columns([chosen, rejected]))]
  return {
    name: 'map',
    about: 'what --map says',
    needed,
    optional: () => columns([prompt, tie]),
    openParser: (options) => {
      const texts = new Set([prompt, chosen, rejected, tie].flatMap((path) => (path ? [path.text] : [])))
      const split = splitter({ texts, names: [['chosen', 'rejected']], mayBeAlone: true }, options)
      return {
        parse: (fields) => {
          const at = (path?: FieldPath) => path && messagesIn(fields, valueAt(fields, path), path.text)
          const shared = parsePrompt(at(prompt))
          const [one, other] = [at(chosen), at(rejected)]
          const pair = {
            chosen: promptedConversation(one, shared, chosen.text),
            rejected: promptedConversation(other, shared, rejected.text),
          }
          const parts = split(fields, [one, other])
          return {
            ...pair,
            ...(tie ? { tie: tieOf(at(tie), tie.text) } : {}),
            beside: {
              pair: parts.pair,
              chosen: parts.first,
              rejected: parts.second,
              texts: { ofPair: [one, other, at(prompt)], ofEntries: [one, other] },
            },
          }
        },
      }
    },
  }
}
