import { readFileSync } from 'node:fs'
import { InvalidInput, NotFound, SealError } from '../../src/domain/errors.ts'
import { schema } from '../../src/graphql/schema/index.ts'
import { objectivesFileType } from '../../src/objective-files/file-type.ts'
import { readObjectives } from '../../src/objective-files/read-objectives.ts'
import type { Report, ReportedVerdict } from '../../src/objective-files/report.ts'
import { askServer, type Send } from '../graphql-server.ts'

export type KeptVerdict = ReportedVerdict & { number: number | null; standardError: number | null }
export type Judged = {
  objectives: Record<string, unknown>[]
  report: Omit<Report, 'verdicts'> & { verdicts: KeptVerdict[] }
}

const PROBLEMS = `query objectiveProblems($dataset: String!, $objectives: [ObjectiveInput!]!) {
  datasets { name }
  dataset(name: $dataset) { objectiveProblems(objectives: $objectives) { index at message } }
}`

const JUDGE = `query judge($dataset: String!, $objectives: [ObjectiveInput!]!, $correction: Correction, $level: Float) {
  dataset(name: $dataset) {
    revision
    judge(objectives: $objectives, correction: $correction, level: $level) {
      name outcome asked adjustedPValue detectable pairs reason message number standardError
      estimate { estimate confidenceInterval { lower upper level } }
    }
  }
}`

type Problems = {
  datasets: { name: string }[]
  dataset: { objectiveProblems: { index: number; at: string; message: string }[] } | null
}
type Verdicts = { dataset: { revision: number; judge: KeptVerdict[] } | null }

const bytesOf = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new InvalidInput(`can't read ${file}: ${(error as Error).message}`, { cause: error })
  }
}

export type Request = {
  file: string
  /** The post model of objectives that name none. */
  post?: string
  url: string
  send?: Send
}

/**
 * Judges a file of objectives by a server.
 *
 * @throws InvalidInput listing all that is wrong in the file: nothing is judged then
 */
export const judgeFile = async ({ file: name, post, url, send }: Request): Promise<Judged> => {
  const ask = async <Data>(query: string, variables: Record<string, unknown>): Promise<Data> => {
    const { data, errors: [error] = [] } = await askServer<Data>(url, { query, variables }, send)
    if (error || !data)
      throw new SealError(
        error?.extensions?.code ?? 'UNAVAILABLE',
        error?.message ?? `${url} does not answer`,
      )
    return data
  }
  const file = readObjectives(bytesOf(name), name, objectivesFileType(schema))
  const { dataset, correction, level, objectives, paths } = file
  if (dataset === undefined) {
    file.refuse([])
    throw new Error('a file without a dataset has a flaw')
  }
  const asked = objectives.map((objective) => ({ ...objective, post: objective.post ?? post }))
  const found = await ask<Problems>(PROBLEMS, { dataset, objectives: asked })
  const names = found.datasets.map((one) => one.name)
  if (!found.dataset)
    file.refuse([{ at: 'dataset', message: new NotFound('dataset', dataset, names).message }])
  file.refuse(
    (found.dataset?.objectiveProblems ?? []).map(({ index, at, message }) => ({
      at: [paths[index], at].filter(Boolean).join('.'),
      message,
    })),
  )
  const judged = await ask<Verdicts>(JUDGE, { dataset, objectives: asked, correction, level })
  if (!judged.dataset) throw new NotFound('dataset', dataset, names)
  const { revision, judge: verdicts } = judged.dataset
  return { objectives, report: { dataset, revision, verdicts } }
}
