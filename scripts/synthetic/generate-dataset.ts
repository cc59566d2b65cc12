import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { InvalidInput } from '../../src/domain/errors.ts'
import { SIDES, type Side } from '../../src/domain/side.ts'
import { STAGES, type Stage } from '../../src/domain/stage.ts'
import { drawConversations } from './conversation.ts'
import { csvRow, pythonBoolean } from './csv.ts'
import { valuesOf } from './features.ts'
import { drawLabels, LABEL_HEADER, type Label, labelRow } from './labels.ts'
import { drawLatentPairs } from './latent-pairs.ts'
import { lengthBias } from './length-bias.ts'
import { Lengths } from './lengths.ts'
import { randomStreams } from './random.ts'
import { drawScores } from './rewards.ts'
import { reword } from './rewording.ts'
import { REWRITE_HEADER, rewriteRow } from './rewrite-rows.ts'
import { drawRewrittenScores, planRewritings } from './rewriting.ts'
import { drawSecondLabels } from './second-labeler.ts'
import { drawSubset } from './subset.ts'
import { TextFile } from './text-file.ts'
import { VOCABULARIES } from './vocabulary.ts'

const FILE_NAMES = {
  pairs: 'pairs.jsonl',
  rewardsPre: 'rewards-pre.csv',
  rewardsPost: 'rewards-post.csv',
  labels: 'labels.csv',
  labelsSecond: 'labels-second.csv',
  rewrites: 'rewrites.csv',
} as const

type FileName = keyof typeof FILE_NAMES

/** Paths of the files. */
export type Files = Record<FileName, string>

export type GenerateOptions = {
  pairs: number
  rewrites: number
  /** 32 bits of it count. */
  seed: number
  /** Mean length of an entry. */
  bytes: number
  directory: string
  /** Now and then, how many pairs are written. */
  onProgress?: (done: number) => void
}

const STREAMS = [
  'preferences',
  'features',
  'margins',
  'subsets',
  'rewritings',
  'rewards',
  'texts',
  'labels',
  'secondLabels',
] as const

const SHORTEST_MEAN = 150
const SECOND_LABELER_SHARE = 0.2
const REWARD_HEADER = 'row_id,chosen_score,rejected_score,agreement\n'
const REWARD_FILES: Record<Stage, FileName> = { PRE: 'rewardsPre', POST: 'rewardsPost' }

const check = ({ pairs, rewrites, bytes }: GenerateOptions): void => {
  if (!Number.isInteger(pairs) || pairs < 1) throw new InvalidInput(`pairs must be at least 1, not ${pairs}`)
  if (!Number.isInteger(rewrites) || rewrites < 0 || rewrites > pairs) {
    throw new InvalidInput(`rewrites must be between 0 and the ${pairs} pairs, not ${rewrites}`)
  }
  if (!(bytes >= SHORTEST_MEAN)) {
    throw new InvalidInput(`bytes must be at least ${SHORTEST_MEAN}: a question and an answer; not ${bytes}`)
  }
}

const rewardRow = (rowId: number, scores: Record<Side, number>): string =>
  csvRow([rowId, scores.CHOSEN, scores.REJECTED, pythonBoolean(scores.CHOSEN > scores.REJECTED)])

const labelRows = (rowId: number, texts: Record<Side, string>, labels: Record<Side, Label>): string =>
  SIDES.map((side) => labelRow(rowId, side, texts[side], labels[side])).join('')

const writePairs = async (files: Record<FileName, TextFile>, options: GenerateOptions): Promise<void> => {
  const { pairs, seed, bytes, onProgress } = options
  const random = randomStreams(seed, STREAMS)
  const latent = drawLatentPairs(pairs, random)
  const second = drawSubset(pairs, Math.round(SECOND_LABELER_SHARE * pairs), random.subsets)
  const rewritten = drawSubset(pairs, options.rewrites, random.subsets)
  const rewritings = planRewritings(rewritten, latent, random.rewritings)
  const bias = lengthBias(latent.margins)
  const lengths = new Lengths(bytes, random.texts)

  for (const stage of STAGES) files[REWARD_FILES[stage]].add(REWARD_HEADER)
  files.labels.add(LABEL_HEADER)
  files.labelsSecond.add(LABEL_HEADER)
  files.rewrites.add(REWRITE_HEADER)
  for (let row = 0; row < pairs; row++) {
    const values = valuesOf(latent.values, row)
    const vocabulary = random.texts.pick(VOCABULARIES)
    const texts = drawConversations(
      values,
      vocabulary,
      { length: lengths.next(), bias: bias(row) },
      random.texts,
    )
    lengths.settle((Buffer.byteLength(texts.CHOSEN) + Buffer.byteLength(texts.REJECTED)) / 2)
    await files.pairs.add(`${JSON.stringify({ chosen: texts.CHOSEN, rejected: texts.REJECTED })}\n`)

    const scores = drawScores(values, latent.margins, row, random.rewards)
    for (const stage of STAGES) await files[REWARD_FILES[stage]].add(rewardRow(row, scores[stage]))

    const labels = drawLabels(values, vocabulary.topic, random.labels)
    await files.labels.add(labelRows(row, texts, labels))
    if (second[row] === 1) {
      await files.labelsSecond.add(labelRows(row, texts, drawSecondLabels(labels, random.secondLabels)))
    }
    const rewriting = rewritings.get(row)
    if (rewriting) {
      const original = { texts, scores, values }
      const rewritten = {
        texts: { CHOSEN: reword(texts.CHOSEN), REJECTED: reword(texts.REJECTED) },
        scores: drawRewrittenScores(scores, rewriting, random.rewritings),
        values: rewriting.values,
      }
      await files.rewrites.add(rewriteRow(row, { original, rewritten }, rewriting.similarity))
    }
    if (row % 1000 === 999) onProgress?.(row + 1)
  }
  onProgress?.(pairs)
}

/**
 * Writes a synthetic dataset that follows the paper's published numbers, in the reference's formats. The same
 * options give the same bytes. Overwrites files of these names.
 *
 * @throws InvalidInput when the options contradict each other.
 */
export const generateDataset = async (options: GenerateOptions): Promise<Files> => {
  check(options)
  await mkdir(options.directory, { recursive: true })
  const names = Object.keys(FILE_NAMES) as FileName[]
  const paths = Object.fromEntries(
    names.map((name) => [name, join(options.directory, FILE_NAMES[name])]),
  ) as Files
  const files = {} as Record<FileName, TextFile>
  try {
    for (const name of names) files[name] = await TextFile.create(paths[name])
    await writePairs(files, options)
    for (const file of Object.values(files)) await file.finish()
  } catch (error) {
    for (const file of Object.values(files)) await file.abandon()
    throw error
  }
  return paths
}
