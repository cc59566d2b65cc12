import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { openApi } from '../../src/server/api.ts'
import { DEFAULT_LIMITS } from '../../src/server/limits/limits.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { PAIRS } from '../../src/store/deletion.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { databases, openAll, openFresh } from '../databases.ts'
import { ingestSealSmall, openAsk, type Problem, post } from '../graphql/ask.ts'
import { mutating, told } from '../graphql/mutations/mutate.ts'
import { manyPairs, tempFile } from '../pipeline/files.ts'

const dataset = 'seal-small'

/** Keeps what is deleted waiting until it is released. */
const holding = async (connection: Connection) => {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let ended: Promise<void> = Promise.resolve()
  await new Promise<void>((held) => {
    ended = connection.transaction('write', async () => {
      await connection.query('UPDATE dataset SET revision = revision RETURNING id')
      held()
      await released
    })
  })
  return () => {
    release()
    return ended
  }
}

const DELETE = `mutation ($input: DeleteDatasetInput!) { deleteDataset(input: $input) { name isComplete } }`
const ALL = { input: { name: 'many', confirm: 'many' } }

/** A server that waits for half a second. */
const openImpatient = (url: string) => {
  const api = openApi(url, openEngine(url, { workers: 1 }), {
    safety: { ...DEFAULT_SAFETY, limits: { ...DEFAULT_LIMITS, seconds: 1 } },
  })
  const answer = async (query: string, variables?: object) =>
    JSON.parse(await (await post(api.yoga, { query, variables })).text())
  const remove = () => answer(DELETE, ALL)
  /** As a client does: asks again while the deletion goes on. Whoever asks when it is gone is told so. */
  const removeAll = async (): Promise<{ errors?: Problem[] }> => {
    const told = await remove()
    return told.data?.deleteDataset.isComplete === false ? removeAll() : told
  }
  return { ...api, answer, remove, removeAll }
}

describe.each(databases())('deletions on $name', (on) => {
  it('take models, labelers, rewriters and datasets, by a name that is said twice', async () => {
    const { url, context, prisma } = await openFresh(on)
    await ingestSealSmall(context)
    const api = openAsk(url)
    onTestFinished(api.close)
    const mutate = mutating(api)
    const own =
      'dataset { rewardModels { name } labelers { name } rewriters { name } audit { post { name } labeler { name } } }'
    const named = (...names: string[]) => names.map((name) => ({ name }))
    const refused = async (field: string, input: object) => told((await mutate(field, input)).error)

    for (const confirm of ['', 'post-model ', 'Post-Model', 'x'.repeat(90_000), 'a\u001b[31m\nb']) {
      const [code, message] = await refused('deleteModel', { dataset, name: 'post-model', confirm })
      expect(code).toBe('INVALID_INPUT')
      expect(message).toMatch(
        /^confirm: ".{0,100}" is not the name of the model, which is "post-model"; nothing was deleted$/,
      )
    }
    expect(await refused('deleteModel', { dataset, name: 'x', confirm: 'x' })).toEqual([
      'NOT_FOUND',
      'unknown model "x"; known: pre-model, post-model',
    ])
    expect(await refused('deleteDataset', { name: '__proto__', confirm: '__proto__' })).toEqual([
      'NOT_FOUND',
      'unknown dataset "__proto__"; known: seal-small',
    ])
    expect(await prisma.rewardModel.count()).toBe(2)

    const remove = (field: string, name: string) => {
      const input = field === 'deleteDataset' ? { name, confirm: name } : { dataset, name, confirm: name }
      return mutate(field, input, `name isComplete ${field === 'deleteDataset' ? '' : own}`)
    }
    const model = await remove('deleteModel', 'post-model')
    expect(model.made).toMatchObject({ name: 'post-model', isComplete: true })
    expect(model.made.dataset).toMatchObject({ rewardModels: named('pre-model'), audit: { post: null } })
    const labeler = await remove('deleteLabeler', 'labeler')
    expect(labeler.made.dataset).toMatchObject({
      labelers: named('control'),
      audit: { labeler: { name: 'control' } },
    })
    expect((await remove('deleteRewriter', 'rewriter')).made.dataset.rewriters).toEqual([])
    expect((await remove('deleteDataset', dataset)).made).toEqual({ name: dataset, isComplete: true })
    expect(told((await remove('deleteDataset', dataset)).error)).toEqual([
      'NOT_FOUND',
      'unknown dataset "seal-small"; there is none yet',
    ])
    expect(await prisma.pair.count()).toBe(0)
    expect((await api.ask('{ datasets { name } }')).datasets).toEqual([])
  })

  it('wait for no command that is at work', async () => {
    const { url, context, connection, prisma } = await openFresh(on)
    await ingestPairs(context, { dataset: 'many', files: [tempFile(manyPairs(1))] })
    const { removeAll, close } = openImpatient(url)
    onTestFinished(close)
    const release = await connection.lock('import many')
    expect(told((await removeAll()).errors?.[0])).toEqual([
      'CONFLICT',
      'another import into dataset "many", or a deletion from it, is at work: ask again when it has ended',
    ])
    await release?.()
    await removeAll()
    expect(await prisma.dataset.count()).toBe(0)
  })

  it('go on when they take longer than their answer, and are waited for by who asks again', async () => {
    const { url, context, prisma } = await openFresh(on)
    await ingestPairs(context, { dataset: 'many', files: [tempFile(manyPairs(5))] })
    const other = await openAll(url)
    onTestFinished(other.close)
    const { answer, remove, removeAll, close } = openImpatient(url)
    onTestFinished(close)
    const release = await holding(other.connection)
    for (const _ of [1, 2])
      expect((await remove()).data.deleteDataset).toEqual({ name: 'many', isComplete: false })
    expect(await prisma.pair.count()).toBe(5)
    await release()
    await removeAll()
    expect((await answer('{ datasets { name } }')).data.datasets).toEqual([])
  })

  it('stop between pairs when the server does, and go on with the next one', async () => {
    const { url, context, prisma } = await openFresh(on)
    const pairs = PAIRS + 1
    const files = [tempFile(manyPairs(pairs))]
    await ingestPairs(context, { dataset: 'many', files, unmeasured: true })
    const other = await openAll(url)
    onTestFinished(other.close)
    const first = openImpatient(url)
    const release = await holding(other.connection)
    expect((await first.remove()).data.deleteDataset.isComplete).toBe(false)
    const closed = first.close()
    // Nobody tells when its thread has heard of it.
    await setTimeout(200)
    await release()
    await closed
    // Those may go that were being deleted.
    expect([pairs, 1]).toContain(await prisma.pair.count())
    const second = openImpatient(url)
    onTestFinished(second.close)
    await second.removeAll()
    expect(await prisma.pair.count()).toBe(0)
  })
})
