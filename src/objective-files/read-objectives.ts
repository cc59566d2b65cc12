import { isUtf8 } from 'node:buffer'
import { type GraphQLInputObjectType, GraphQLNonNull } from 'graphql'
import { clipped } from '../domain/clipped.ts'
import { InvalidInput } from '../domain/errors.ts'
import { readInput } from './input-value.ts'
import { type Flaw, readYaml, type YamlText } from './yaml-text.ts'

/** What a file says, as far as it can be read. */
export type ObjectivesFile = {
  /** Undefined: it can't be read. */
  dataset?: string
  correction?: string
  level?: number
  /** Those that can be read. */
  objectives: Record<string, unknown>[]
  /** Where each of these is, such as `objectives[1]`. */
  paths: string[]
  /**
   * @param problems each at a path such as `objectives[1].where.feature`
   * @throws InvalidInput listing these and all that is wrong besides, by line and column, if there is anything
   */
  refuse(problems: readonly { at: string; message: string }[]): void
}

/** Bytes of the largest file that is read. */
const LARGEST = 256 * 1024
const MOST_SHOWN = 50
const LONGEST = 1000

const refuse = (name: string, flaws: readonly Flaw[], placeOf: YamlText['placeOf']): void => {
  if (flaws.length === 0) return
  const lines = [...flaws]
    .sort((a, b) => a.offset - b.offset)
    .slice(0, MOST_SHOWN)
    .map(({ offset, message }) => {
      const { line, column } = placeOf(offset)
      return `${name}:${line}:${column}: ${clipped(message, LONGEST)}`
    })
  if (flaws.length > MOST_SHOWN) lines.push(`and ${flaws.length - MOST_SHOWN} more`)
  throw new InvalidInput(`nothing was judged\n${lines.join('\n')}`)
}

const textOf = (bytes: Buffer, name: string): string => {
  if (bytes.length > LARGEST)
    throw new InvalidInput(`${name} has ${bytes.length} bytes; a file of objectives has ${LARGEST} at most`)
  const text = bytes.toString('utf8')
  if (!isUtf8(bytes))
    refuse(name, [{ offset: text.indexOf('\ufffd'), message: 'is not UTF-8: save it as such' }], (offset) => {
      const lines = text.slice(0, offset).split('\n')
      return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
    })
  return text.replace(/^\ufeff/, '')
}

/** Where what a path names stands, or what it is in. */
const offsetOf = (offsets: ReadonlyMap<string, number>, at: string): number => {
  for (let path = at; path !== ''; path = path.replace(/(^|\.)[^.[\]]*$|\[\d+\]$/, '')) {
    const offset = offsets.get(path)
    if (offset !== undefined) return offset
  }
  return offsets.get('') ?? 0
}

const placed = ({ offset, at, message }: Flaw & { at: string }): Flaw => ({
  offset,
  message: at === '' ? message : `${at}: ${message}`,
})

/**
 * Reads a file of objectives, YAML or JSON, by the type of what it has.
 *
 * @throws InvalidInput for what is no such file at all
 */
export const readObjectives = (bytes: Buffer, name: string, type: GraphQLInputObjectType): ObjectivesFile => {
  const { root, flaws: ofSyntax, placeOf } = readYaml(textOf(bytes, name))
  refuse(name, ofSyntax, placeOf)
  // Where editors look for the schema of a JSON file.
  const { value, flaws, offsets } = readInput(new GraphQLNonNull(type), root, ['$schema'])
  const { objectives = [], ...rest } = (value ?? {}) as Partial<ObjectivesFile>
  if (value && objectives.length === 0 && flaws.length === 0)
    flaws.push({ offset: offsets.get('objectives') ?? 0, at: 'objectives', message: 'there is none' })
  const names = objectives.map((one) => one?.name)
  const repeated = names.flatMap((name, index) => {
    const first = names.indexOf(name)
    return name !== undefined && first < index
      ? [{ at: `objectives[${index}].name`, message: `is that of objectives[${first}], too` }]
      : []
  })
  const isReadable = (path: string) => !flaws.some(({ at }) => at === path || at.startsWith(`${path}.`))
  const readable = [...objectives.entries()].filter(([index]) => isReadable(`objectives[${index}]`))
  return {
    ...rest,
    objectives: readable.map(([, objective]) => objective),
    paths: readable.map(([index]) => `objectives[${index}]`),
    refuse: (problems) => {
      const found = [...repeated, ...problems].map((problem) => ({
        ...problem,
        offset: offsetOf(offsets, problem.at),
      }))
      refuse(name, [...flaws, ...found].map(placed), placeOf)
    },
  }
}
