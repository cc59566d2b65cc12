import { listed } from '../ingest/columns.ts'
import { filesIn, isFolder } from '../ingest/folder.ts'
import type { Input } from '../ingest/source.ts'
import type { Context } from './ingest.ts'

/** What a command was given, as files: a folder stands for the data files in it. @throws InvalidInput */
const inputsOf = (place: string, { progress }: Pick<Context, 'progress'>): Input[] => {
  if (!isFolder(place)) return [{ path: place, name: place }]
  const { files, others } = filesIn(place)
  if (others.length > 0) progress.notice(`${place}: left out are ${listed(others)}`)
  return files.map((file) => ({ path: file, name: file }))
}

/**
 * Works with the files that a command was given, in their order.
 *
 * @throws InvalidInput for a folder without data files
 */
export const withInputs = async <T>(
  context: Context,
  places: readonly string[],
  work: (inputs: readonly Input[]) => Promise<T>,
): Promise<T> => work(places.flatMap((place) => inputsOf(place, context)))
