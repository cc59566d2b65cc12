import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EngineKind } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases } from '../databases.ts'
import { tempFile } from '../pipeline/files.ts'
import { ingestSources, type Problem, SEAL_SMALL, shared } from './ask.ts'
import { WHOLE_ANSWER } from './whole-answer.ts'

const NO_TAXONOMY = { features: [], priority: [], topics: [], discriminations: [] }

/** `pairs-N`: the first N pairs of the fixture with its models, labelers and rewriter; `nothing`: not even these. */
const ingestFew = async (context: Context) => {
  const { prisma } = context
  const lines = readFileSync(SEAL_SMALL.pairs, 'utf8').split('\n')
  for (const pairs of [0, 1, 2, 3]) {
    const dataset = `pairs-${pairs}`
    await ingestPairs(context, { dataset, files: [tempFile(lines.slice(0, pairs || 1).join('\n'))] })
    // The control labels begin behind these pairs.
    await ingestSources(context, dataset, { ...SEAL_SMALL, control: SEAL_SMALL.labels })
  }
  await prisma.pair.deleteMany({ where: { dataset: { name: 'pairs-0' } } })
  await prisma.dataset.create({
    data: { name: 'nothing', taxonomy: NO_TAXONOMY, variants: { create: { id: 0 } } },
  })
}

const [SQLITE, POSTGRESQL] = databases()
const engines: { kind: EngineKind; on: typeof SQLITE }[] = [{ kind: 'COLUMNS', on: SQLITE }]
if (POSTGRESQL) engines.push({ kind: 'SQL', on: POSTGRESQL })

describe.each(engines)('datasets of few pairs, by $kind', ({ kind, on }) => {
  const api = shared(ingestFew, { kind, on })
  const get = async (address: string) => api.yoga.fetch(`http://test${address}`)
  const namesOf = async (address: string): Promise<string[]> =>
    ((await (await get(address)).json()) as { name: string }[]).map(({ name }) => name)
  /** What is refused of everything that can be asked about a dataset: any of it but defects. */
  const refused = async (name: string) => {
    const { errors = [] } = await api.answer(WHOLE_ANSWER, { name })
    const problems = (errors as Problem[]).filter(({ message }) => !message.startsWith('options.bootstrap:'))
    const why = [...new Set(problems.map(({ message }) => message))].sort()
    const fields = problems.map(({ path }) => path?.slice(1).join('.'))
    const addresses: string[] = []
    for (const figure of await namesOf('/figures')) addresses.push(`/figures/${name}/${figure}.json`)
    for (const table of await namesOf('/tables')) addresses.push(`/tables/${name}/${table}.csv`)
    const answers = await Promise.all(addresses.map(get))
    expect(answers.filter(({ status }) => status !== 200 && status !== 404)).toEqual([])
    const missing = addresses.filter((_, index) => answers[index].status === 404)
    return { fields, why, missing: missing.map((address) => address.split('/')[3]) }
  }

  it.each([1, 2, 3])('%i: everything has an answer', async (pairs) => {
    expect(await refused(`pairs-${pairs}`)).toEqual({ fields: [], why: [], missing: [] })
  })

  it('0: everything has an answer, but for terms of features that no rewriting is labeled with', async () => {
    const { fields, missing } = await refused('pairs-0')
    expect(missing).toEqual([])
    expect(fields.filter((field) => !field?.endsWith('robustness'))).toEqual([])
  })

  it('0 without any model, labeler or rewriter: what is about these is not found', async () => {
    expect(await refused('nothing')).toMatchObject({
      why: [
        'objective "imprint": noWorseThan.post: unknown reward model "pre-model"; there is none yet',
        'unknown feature "is_harmless"; there is none yet',
        'unknown feature "length_words"; there is none yet',
        'unknown feature "sentiment"; there is none yet',
        'unknown labeler "control"; there is none yet',
        'unknown measure "length_words"; there is none yet',
        'unknown reward model "post-model"; there is none yet',
        'unknown reward model "pre-model"; there is none yet',
      ],
      missing: [
        'flips.json',
        'labeler-agreement.json',
        'robustness.json',
        'similarity-by-shift.json',
        'robustness.csv',
        'flips.csv',
      ],
    })
  })

  it('are no obstacle to others', async () => {
    const { datasets } = await api.ask('{ datasets { name pairCount audit { alignment { pairs reason } } } }')
    const none = { pairs: 0, reason: 'the dataset has no pairs: bring them with npm run ingest -- pairs' }
    const some = (pairs: number) => ({ pairs, reason: null })
    expect(datasets).toEqual([
      { name: 'nothing', pairCount: 0, audit: { alignment: none } },
      { name: 'pairs-0', pairCount: 0, audit: { alignment: none } },
      ...[1, 2, 3].map((n) => ({ name: `pairs-${n}`, pairCount: n, audit: { alignment: some(n) } })),
    ])
  })
})
