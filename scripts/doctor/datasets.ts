import { counted } from '../../src/domain/counted.ts'
import { hint } from '../../src/domain/hint.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import type { Finding } from './finding.ts'

type Row = [name: string, pairs: number, pre: string | null, post: string | null, labeler: string | null]
type Unfinished = [
  name: string,
  kind: string,
  file: string,
  state: string,
  position: number,
  error: string | null,
]

const aboutDataset = ([name, pairs, pre, post, labeler]: Row): Finding => {
  const has = [pre && `PRE ${pre}`, post && `POST ${post}`, labeler && `labeler ${labeler}`].filter(Boolean)
  const found = `${name}: ${counted(pairs, 'pair')}, ${has.join(', ') || 'neither rewards nor labels'}`
  const todo = !post
    ? hint`it has no POST model: npm run ingest -- rewards, or npm run score`
    : !labeler
      ? hint`it has no labeler, so no regressions: npm run ingest -- labels, or npm run label`
      : undefined
  return { state: todo ? 'note' : 'ok', what: 'dataset', found, todo }
}

/** What an audit of each dataset has to begin with, and what was begun and not ended. */
export async function* checkDatasets(connection: Connection): AsyncGenerator<Finding> {
  const datasets = (await connection.query(
    `SELECT name, (SELECT COUNT(*) FROM pair WHERE dataset_id = dataset.id),
       (SELECT name FROM reward_model m WHERE m.dataset_id = dataset.id AND m.id = pre_model_id),
       (SELECT name FROM reward_model m WHERE m.dataset_id = dataset.id AND m.id = post_model_id),
       (SELECT name FROM labeler l WHERE l.dataset_id = dataset.id AND l.id = labeler_id)
     FROM dataset ORDER BY dataset.id`,
  )) as Row[]
  if (datasets.length === 0)
    yield {
      state: 'note',
      what: 'dataset',
      found: 'there is none',
      todo: hint`npm run ingest -- pairs --dataset NAME FILE`,
    }
  for (const dataset of datasets) yield aboutDataset(dataset)
  const unfinished = (await connection.query(
    `SELECT name, kind, file, state, position, error FROM run JOIN dataset ON dataset.id = dataset_id
     WHERE run.id IN (SELECT MAX(id) FROM run GROUP BY dataset_id, kind, file) AND state <> 'DONE' ORDER BY run.id`,
  )) as Unfinished[]
  for (const [name, kind, file, state, position, error] of unfinished)
    yield {
      state: 'note',
      what: 'run',
      found: `${name}: ${kind} ${file} is ${state} at ${position}${error ? ` (${error})` : ''}`,
      todo: 'if nobody is at work on it, the same command goes on there',
    }
}
