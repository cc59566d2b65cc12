import { type Command, CommanderError } from 'commander'
import { InvalidInput, NotFound } from '../domain/errors.ts'
import { type ImportKind, type ImportRequest, importCommands } from './commands.ts'

/** What an address can't have: where the data go is in its path, and another file than its body is none of its. */
const NOT_HERE = ['dataset', 'taxonomy']

/** What an address imports, as which command does it. */
const KINDS: Record<string, { command: ImportKind; meaning?: string; without?: readonly string[] }> = {
  pairs: { command: 'pairs' },
  rewards: { command: 'rewards' },
  labels: { command: 'labels' },
  measures: {
    command: 'labels',
    meaning: 'numbers that a taxonomy declares, as CSV row_id,preference and a column per number',
    without: ['labeler'],
  },
  rewrites: { command: 'rewrites' },
  taxonomy: { command: 'taxonomy' },
}

const kindOf = (name: string) => {
  if (Object.hasOwn(KINDS, name)) return KINDS[name]
  throw new NotFound('kind of import', name, Object.keys(KINDS))
}

/** A new one each time: it keeps what it was asked. */
const commandOf = (kind: ImportKind, bring: (request: ImportRequest) => void = () => undefined): Command =>
  importCommands(bring).find((one) => one.name() === kind) as Command

const optionsOf = (command: Command, without: readonly string[] = []) =>
  command.options.filter((option) => ![...NOT_HERE, ...without].includes(option.name()))

/** What can be said of an import besides its data. */
export type ImportParameter = { name: string; meaning: string; needed: boolean; values?: readonly string[] }

/** A kind of import with its parameters. @throws NotFound for one that there is not */
export const describeKind = (
  kind: string,
): { kind: string; meaning: string; parameters: ImportParameter[] } => {
  const { command: name, meaning, without } = kindOf(kind)
  const command = commandOf(name)
  const parameters = optionsOf(command, without).map((option) => {
    const values = option.isBoolean() ? ['true', 'false'] : option.argChoices
    return {
      name: option.name(),
      meaning: option.description,
      needed: option.mandatory,
      ...(values && { values }),
    }
  })
  return { kind, meaning: meaning ?? command.description(), parameters }
}

export const describeKinds = () => Object.keys(KINDS).map(describeKind)

/** The parameters as the command line has them. @throws InvalidInput for one that there is not, or that comes twice */
const argumentsOf = (
  kind: string,
  options: ReturnType<typeof optionsOf>,
  given: Iterable<[name: string, value: string]>,
): string[] => {
  const seen = new Set<string>()
  return [...given].flatMap(([name, value]) => {
    const option = options.find((one) => one.name() === name)
    if (!option) {
      const known = ['file', ...options.map((one) => one.name())].join(', ')
      throw new InvalidInput(`unknown parameter "${name}" of ${kind}; known: ${known}`)
    }
    if (seen.has(name)) throw new InvalidInput(`${name}: give it once`)
    seen.add(name)
    if (!option.isBoolean()) return `--${name}=${value}`
    if (value !== 'true' && value !== 'false')
      throw new InvalidInput(`${name} is true or false, not "${value}"`)
    return value === 'true' ? `--${name}` : []
  })
}

/** What commander says of options, said of parameters. */
const ofParameters = (message: string): string =>
  message
    .replace(/^error: /, '')
    .replace(/option '--([\w-]+)[^']*'/g, 'parameter "$1"')
    .replace(/ argument '(.*)' is invalid\./s, ' is "$1".')

/**
 * What is asked for by an address, without its data: checked as the command of this kind checks its options.
 *
 * @throws InvalidInput naming the parameter, NotFound for a kind that there is not
 */
export const readRequest = (
  kind: string,
  dataset: string,
  given: Iterable<[name: string, value: string]>,
): ImportRequest => {
  const { command: name, without } = kindOf(kind)
  const found: ImportRequest[] = []
  const command = commandOf(name, (request) => void found.push(request))
  const options = argumentsOf(kind, optionsOf(command, without), given)
  try {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parse([`--dataset=${dataset}`, ...options, '--', 'FILE'], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    throw new InvalidInput(ofParameters(error.message), { cause: error })
  }
  return found[0]
}
