import { describe, expect, it } from 'vitest'
import { openMeasurer } from '../../src/measures/measurer.ts'
import { TEXT_MEASURES } from '../../src/measures/text-measures.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { measureEntries } from '../../src/pipeline/measure-entries.ts'
import { databases, openFresh } from '../databases.ts'
import { ingestSources, SEAL_SMALL } from '../graphql/ask.ts'
import { endOf, startMeasure } from './command-line.ts'
import { tempFile } from './files.ts'

const line = (answer: string) =>
  JSON.stringify({
    chosen: `\n\nHuman: How long?\n\nAssistant: ${answer}`,
    rejected: '\n\nHuman: How long?\n\nAssistant: How?',
  })

const measure = async (context: Context) => {
  const measurer = await openMeasurer(1)
  try {
    return await measureEntries(context, { dataset: 'd' }, measurer)
  } finally {
    await measurer.close()
  }
}

const numbersOf = async ({ connection }: Context) => {
  const rows = await connection.query(
    'SELECT row_id, variant_id, side, numbers FROM measured ORDER BY row_id, variant_id, side',
  )
  return rows.map(([rowId, variant, side, numbers]) => ({
    ...{ rowId, variant, side },
    length: JSON.parse(numbers as string)[TEXT_MEASURES.findIndex(({ name }) => name === 'length_words')],
  }))
}
const revisionOf = async ({ prisma }: Context) => (await prisma.dataset.findFirstOrThrow()).revision

it('npm run measure says how many texts there were, once', async () => {
  const { url, context } = await openFresh(databases()[0])
  const files = [tempFile(`${line('Two words')}\n`)]
  await ingestPairs(context, { dataset: 'd', files, unmeasured: true })
  const run = () => endOf(startMeasure(url, ['--dataset', 'd']))
  expect(await run()).toMatchObject({
    code: 0,
    output: expect.stringContaining('2 texts measured; the dataset is at revision 2\n'),
  })
  expect(await run()).toMatchObject({
    code: 0,
    output: expect.stringContaining('every text is measured: there is nothing to do\n'),
  })
})

describe.each(databases())('measures on $name', (database) => {
  it('come with pairs, and follow texts that change', async () => {
    const { context } = await openFresh(database)
    const files = [tempFile(`${line('Two words')}\n${line('One')}\n`)]
    await ingestPairs(context, { dataset: 'd', files })
    expect((await numbersOf(context)).map(({ length }) => length)).toEqual([2, 1, 1, 1])
    await ingestPairs(context, { dataset: 'd', files: [tempFile(`${line('Now it is five words')}\n`)] })
    expect((await numbersOf(context)).map(({ length }) => length)).toEqual([5, 1, 1, 1])
    const { measures } = await context.prisma.dataset.findFirstOrThrow()
    expect(measures).toEqual(TEXT_MEASURES.map(({ name }) => name))
  })

  it('are made where there are none, once', async () => {
    const { context } = await openFresh(database)
    const files = [tempFile(`${line('Two words')}\n${line('One')}\n`)]
    await ingestPairs(context, { dataset: 'd', files, unmeasured: true })
    expect(await numbersOf(context)).toEqual([])
    const before = await revisionOf(context)
    const [{ counts }] = await measure(context)
    expect(counts).toMatchObject({ read: 4, rejected: 0 })
    expect((await numbersOf(context)).map(({ length }) => length)).toEqual([2, 1, 1, 1])
    expect(await revisionOf(context)).toBe(before + 1)
    const [again] = await measure(context)
    expect(again.counts.read).toBe(0)
    expect(await revisionOf(context)).toBe(before + 1)
  })

  it('are of rewritings, too', async () => {
    const { context } = await openFresh(database)
    await ingestPairs(context, { dataset: 'd', files: [SEAL_SMALL.pairs] })
    await ingestSources(context, 'd', SEAL_SMALL)
    const rows = await numbersOf(context)
    const rewritten = await context.prisma.entry.count({ where: { variantId: { gt: 0 } } })
    expect(rows.filter(({ variant }) => variant !== 0)).toHaveLength(rewritten)
    expect(rows).toHaveLength(await context.prisma.entry.count())
    // The same again changes nothing.
    const before = await revisionOf(context)
    await ingestRewrites(context, { dataset: 'd', rewriter: 'rewriter', file: SEAL_SMALL.rewrites })
    expect(await revisionOf(context)).toBe(before)
  })

  it('need pairs, and a dataset', async () => {
    const { context } = await openFresh(database)
    await expect(measure(context)).rejects.toThrow('unknown dataset "d"')
  })
})
