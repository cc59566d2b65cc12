import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { readTaxonomy } from '../../src/ingest/taxonomy.ts'
import { exportLabels } from '../../src/pipeline/export-labels.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { endOf, startExport } from './command-line.ts'
import { csv, manyPairs, tempFile } from './files.ts'

const PAIRS = 1100
const pairs = tempFile(manyPairs(PAIRS))
const feature = { description: 'd', role: 'SPOILER' }
const OWN = {
  features: [
    { ...feature, name: 'is_jargon', kind: 'BOOLEAN' },
    { ...feature, name: 'tone', kind: 'TERNARY' },
  ],
  priority: [],
  topics: ['law'],
}
const LISTS = [`['law', "b's"]`, `["a \\"b\\", c", "line\\nfeed", "\\u00e9"]`, '[]', '']
const labels = csv(
  'row_id,preference,is_jargon,tone,topics,discriminations',
  Array.from({ length: 2 * PAIRS - 1 }, (_, at) => [
    at >> 1,
    at % 2 === 0 ? 'chosen' : 'rejected',
    ['True', 'False', ''][at % 3],
    ['negative', 'neutral', 'positive', ''][at % 4],
    LISTS[at % 4],
    LISTS[(at >> 2) % 4],
  ]),
)

const prepare = async (context: Context) => {
  const { taxonomy } = await readTaxonomy(tempFile(JSON.stringify(OWN)))
  for (const dataset of ['from', 'to']) await ingestPairs(context, { dataset, files: [pairs], taxonomy })
  await ingestLabels(context, { dataset: 'from', labeler: 'l', file: tempFile(labels), incomplete: true })
}

describe.each(databases())('exported labels on $name', (database) => {
  it('come in as they are', async () => {
    const { connection, context } = await openFresh(database)
    await prepare(context)
    const exported = await text(Readable.from(exportLabels(context, { dataset: 'from', labeler: 'l' })))
    expect(exported.slice(0, exported.indexOf('\n', 150))).toMatch(
      'row_id,preference,is_jargon,tone,topics,last_response_is_discriminating_against\n0,chosen,True,negative,"[""law""',
    )
    const outcome = await ingestLabels(context, { dataset: 'to', labeler: 'm', file: tempFile(exported) })
    expect(outcome).toMatchObject({
      counts: { rejected: 0 },
      fates: { added: 2 * PAIRS - 1, altered: 0, unchanged: 0 },
    })
    const { label } = await dump(connection)
    const of = (dataset: number) =>
      label.flatMap(([id, ...row]) => (id === dataset ? [row.toSpliced(3, 1)] : []))
    expect(of(2)).toHaveLength(2 * PAIRS - 1)
    expect(of(2)).toEqual(of(1))
  })
})

describe('npm run export', () => {
  it('writes a new file, or to the standard output', async () => {
    const { url, context } = await openFresh(databases()[0])
    await prepare(context)
    const file = `${tempFile('')}.csv`
    const run = (...parameters: string[]) => endOf(startExport(url, ['--dataset', 'from', ...parameters]))
    const said = `${2 * PAIRS - 1} labels of "l" in dataset "from"\n`
    expect(await run('--labels', 'l', file)).toMatchObject({ code: 0, output: said })
    const written = readFileSync(file, 'utf8')
    const { stdout, stderr } = startExport(url, ['--dataset', 'from', '--labels', 'l', '-'])
    expect(await Promise.all([text(stdout), text(stderr)])).toEqual([written, said])
    const other = `${file}.other`
    expect(await run('--labels', 'x', other)).toMatchObject({
      code: 1,
      output: 'error: unknown labeler of dataset "from" "x"; known: l\n',
    })
    expect([existsSync(other), existsSync(`${other}.partial`)]).toEqual([false, false])
  })
})
