import type { Checkpoint } from '../domain/checkpoint.ts'
import { InvalidInput, SealError, Unavailable } from '../domain/errors.ts'
import type { Stage } from '../domain/stage.ts'
import { detectFormat } from '../ingest/detect-format.ts'
import { type FieldPath, parseFieldPath, requirePlace } from '../ingest/field-path.ts'
import { type FieldMap, mapped, requireMapped } from '../ingest/mapped.ts'
import type { Fields, PairFormat, Pairing, ParserOptions } from '../ingest/pair-format.ts'
import { type FormatName, formatOf } from '../ingest/pair-formats.ts'
import { sampleOf } from '../ingest/sample.ts'
import type { Input } from '../ingest/source.ts'
import type { Context } from './ingest.ts'

/** What is asked for of how files of pairs are read. */
export type ReadingOptions = {
  files: readonly Input[]
  /** Left out: as the columns of the first file say. */
  format?: FormatName
  /** Where the texts are, in files of no format. */
  map?: FieldMap
  /** Whose rewards the files have; for formats that have some, and for `scores`. */
  scoredBy?: Checkpoint & { model: string; stage: Stage }
  /** Columns of a model's scores of the first and of the second answer, in a format that has none. */
  scores?: readonly [string, string]
  /** The column that pairs are grouped by; left out: the prompt's id, where the format has one, else its text. */
  group?: string
  /** Which attributes are kept; left out: all. */
  attributes?: readonly string[]
  /** Which pairs are made of several answers to a prompt; left out: all. */
  pairs?: Pairing
  /** By what PKU-SafeRLHF's answers are compared; left out: which is better. */
  prefer?: ParserOptions['prefer']
  /** The column of the pairs' own ids; left out: those that are stored stay. */
  id?: string
}

/** How the files are read, by what is asked for and what the first file has. */
const formatFor = (
  { progress }: Context,
  { format, map, files: [{ name: file }] }: ReadingOptions,
  sample: readonly Fields[],
): PairFormat => {
  if (map) {
    requireMapped(map, sample, file)
    return mapped(map, sample)
  }
  if (format !== undefined) return formatOf(format)
  const detected = detectFormat(sample, file)
  if (sample.length > 0)
    progress.notice(`${file}: read as ${detected.name}, ${detected.about}; --format says otherwise`)
  return detected
}

/** @throws InvalidInput when it isn't known whose scores the files have, or they have none */
const checkScores = (
  { name, isScored, isSeveral }: PairFormat,
  { scoredBy, scores }: ReadingOptions,
): void => {
  if (scores && (isScored || isSeveral))
    throw new InvalidInput(
      isScored
        ? `${name} says itself where its scores are`
        : `--scores is for files with one pair a row, and ${name} has several`,
    )
  if (scores && !scoredBy)
    throw new InvalidInput('--scores needs a model and its stage: whose scores are they?')
  if (isScored === true && !scoredBy)
    throw new InvalidInput(
      `${name} has a model's scores: a model and its stage say whose they are (--model, --stage)`,
    )
  if (scoredBy && !isScored && !scores)
    throw new InvalidInput(
      `a model and its stage are for scores, and ${name} has none by itself; --scores CHOSEN_COLUMN,REJECTED_COLUMN says where they are`,
    )
}

/** @throws InvalidInput for what has no meaning for a format */
const checkChoices = ({ name, isSeveral }: PairFormat, { pairs, prefer }: ReadingOptions): void => {
  if (pairs !== undefined && !isSeveral)
    throw new InvalidInput(
      `--pairs is for files whose rows have several answers, and ${name} has one pair a row`,
    )
  if (prefer !== undefined && name !== 'pku-saferlhf')
    throw new InvalidInput(`--prefer is for pku-saferlhf, and the files are ${name}`)
}

const placesFor = ({ id, group, scores, map }: ReadingOptions) => {
  const path = (text: string | undefined, ofMap?: FieldPath) =>
    text === undefined ? ofMap : parseFieldPath(text)
  return {
    id: path(id, map?.id),
    group: path(group, map?.group),
    scores: scores && ([parseFieldPath(scores[0]), parseFieldPath(scores[1])] as const),
    subsetAt: map?.subset,
  }
}

/**
 * How files of pairs are read, as the options say and the first rows show.
 *
 * @throws InvalidInput for a file of no format or of two, places that it does not have, and options that don't go with it
 */
export const planReading = async (context: Context, options: ReadingOptions) => {
  const [input] = options.files
  const file = input.name
  const { format: given, id, group, scores, map } = options
  const isNeeded = given === undefined || [id, group, scores, map].some((option) => option !== undefined)
  const taken = isNeeded ? sampleOf(input, context.signal) : Promise.resolve([])
  const sample = await taken.catch((error: unknown) => {
    if (context.signal.aborted) throw new Unavailable('interrupted before the first row; nothing was written')
    // Where nothing is to be found out, whoever reads the file says what is wrong with it.
    if (given !== undefined && error instanceof SealError) return []
    throw error
  })
  const format = formatFor(context, options, sample)
  checkScores(format, options)
  checkChoices(format, options)
  const places = placesFor(options)
  if (places.id) requirePlace(places.id, sample, '--id', file)
  if (places.group) requirePlace(places.group, sample, '--group', file)
  for (const path of places.scores ?? []) requirePlace(path, sample, '--scores', file)
  return { format, places }
}
