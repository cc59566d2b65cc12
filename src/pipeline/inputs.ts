import type { Readable } from 'node:stream'
import { InvalidInput } from '../domain/errors.ts'
import { listed } from '../ingest/columns.ts'
import { filesIn, isFolder } from '../ingest/folder.ts'
import type { Input } from '../ingest/source.ts'
import type { Spooled } from '../ingest/spool.ts'
import type { Context } from './ingest.ts'
import { STANDARD_INPUT, spoolStandardInput } from './standard-input.ts'

/** Where input is: a path, `-` for standard input, or a file that goes by another name. */
export type Place = string | Input

/** What a command was given, as files: a folder stands for the data files in it. @throws InvalidInput */
const inputsOf = (place: Place, { progress }: Context): Input[] => {
  if (typeof place !== 'string') return [place]
  if (!isFolder(place)) return [{ path: place, name: place }]
  const { files, others } = filesIn(place)
  if (others.length > 0) progress.notice(`${place}: left out are ${listed(others)}`)
  return files.map((file) => ({ path: file, name: file }))
}

/**
 * Works with the files that a command was given, in their order. Standard input is one while that lasts.
 *
 * @throws InvalidInput for a folder without data files, and standard input twice; Unavailable when standard input is
 *   interrupted
 */
export const withInputs = async <T>(
  context: Context,
  places: readonly Place[],
  work: (inputs: readonly Input[]) => Promise<T>,
  standardInput: Readable = process.stdin,
): Promise<T> => {
  if (places.filter((place) => place === STANDARD_INPUT).length > 1)
    throw new InvalidInput('standard input (-) can be read once only')
  const inputs = places.map((place) => (place === STANDARD_INPUT ? null : inputsOf(place, context)))
  let spooled: Spooled | undefined
  if (inputs.includes(null)) spooled = await spoolStandardInput(standardInput, context.signal)
  try {
    return await work(inputs.flatMap((files) => files ?? (spooled ? [spooled.input] : [])))
  } finally {
    spooled?.remove()
  }
}
