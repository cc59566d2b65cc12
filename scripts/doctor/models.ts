import { hint } from '../../src/domain/hint.ts'
import { formatOf, type HttpFormat } from '../../src/score/http-formats.ts'
import { findModelFiles } from '../../src/score/model-files.ts'
import { requestJson } from '../../src/score/request.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { type Finding, messageOf } from './finding.ts'

type Call = [
  name: string,
  kind: 'SCORING' | 'SIMILARITY',
  file: string,
  options: string | Record<string, string>,
]

const TIMEOUT_MS = 5000

const factsOf = async ({ url, format }: Record<string, string>) => {
  const { about } = formatOf(format as HttpFormat, false)
  const policy = {
    retries: 0,
    backoffMs: 0,
    timeoutMs: TIMEOUT_MS,
    token: process.env.SCORE_API_KEY || undefined,
  }
  const address = new URL(about.path, url)
  const facts = about.facts(await requestJson(address.href, undefined, policy))
  return `${facts.serves ?? 'a model'} at ${address.host}`
}

/** The models that were called here: whether they could be called again. */
export async function* checkModels(connection: Connection): AsyncGenerator<Finding> {
  const calls = (await connection.query(
    `SELECT name, kind, file, options FROM run JOIN dataset ON dataset.id = dataset_id
     WHERE run.id IN (SELECT MAX(id) FROM run WHERE options IS NOT NULL AND kind IN ('SCORING', 'SIMILARITY')
       GROUP BY dataset_id, kind, file) ORDER BY run.id`,
  )) as Call[]
  for (const [name, kind, file, json] of calls) {
    const options = typeof json === 'string' ? JSON.parse(json) : json
    const command = kind === 'SCORING' ? 'score' : 'embed'
    try {
      if (options.backend === 'onnx') {
        const { model } = findModelFiles(options.path, options.file)
        yield { state: 'ok', what: 'model', found: `${name}: ${file} is in ${model}` }
      } else if (options.backend === 'http')
        yield { state: 'ok', what: 'model', found: `${name}: ${file} is ${await factsOf(options)}` }
    } catch (error) {
      const todo = hint`nothing that is stored needs it; to ${command} more, npm run ${command} needs it there again`
      yield { state: 'note', what: 'model', found: `${name}: ${file}: ${messageOf(error)}`, todo }
    }
  }
}
