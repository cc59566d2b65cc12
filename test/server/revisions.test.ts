import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { OF_COLUMNS } from '../../src/graphql/reads-columns.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import type * as Revisions from '../../src/store/revisions.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { type Asking, ingestSealSmall, openAsk, post, SEAL_SMALL, write } from '../graphql/ask.ts'

/** A promise with its ends outside. */
const deferred = () => {
  let resolve!: () => void
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

/** How many watches run, and what waits for the next one to end. */
const watching = vi.hoisted(() => ({ open: 0, started: 0, onEnd: () => {} }))
vi.mock('../../src/store/revisions.ts', async (original) => {
  const { watchRevisions } = await original<typeof Revisions>()
  return {
    watchRevisions: (...[prisma, url]: Parameters<typeof watchRevisions>) => {
      const all = watchRevisions(prisma, url, 20)
      async function* of(...args: Parameters<typeof all.of>) {
        watching.open++
        watching.started++
        try {
          yield* all.of(...args)
        } finally {
          watching.open--
          watching.onEnd()
        }
      }
      return { ...all, of }
    },
  }
})

const directory = mkdtempSync(path.join(tmpdir(), 'seal-revisions-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** The post model's rewards with the sides of `swapped` pairs exchanged, as a file. */
const swappedRewards = (swapped: number) => {
  const [header, ...lines] = readFileSync(SEAL_SMALL.post, 'utf8').trim().split('\n')
  const rows = lines.map((line, index) => {
    const [rowId, chosen, rejected] = line.split(',')
    return index < swapped ? [rowId, rejected, chosen, ''].join(',') : line
  })
  const file = path.join(directory, `swapped-${swapped}.csv`)
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
  return file
}

const revise = (url: string, swapped: number) =>
  write(url, (context) =>
    ingestRewards(context, {
      dataset: 'seal-small',
      model: 'post-model',
      stage: 'POST',
      file: swappedRewards(swapped),
    }),
  )

const AUDIT = `{
  dataset(name: "seal-small") {
    revision
    audit { alignment { aligned } quadrants { chosenOnlyPositive rejectedOnlyPositive } }
    pairs(last: 5) { edges { node { aligned chosen { reward(model: "post-model") { score } } } } }
  }
}`

describe.each(databases())('revisions on $name', ({ create }) => {
  let database: TestDatabase
  let asking: Asking
  const hold = { question: '', reached: deferred(), release: deferred() }
  /** What happens when a request has read of a dataset what its catalog has, and asks for its columns. */
  let beforeColumns: () => Promise<void>

  beforeEach(async () => {
    Object.assign(hold, { question: '', reached: deferred(), release: deferred() })
    beforeColumns = async () => {}
    database = await create()
    await write(database.url, ingestSealSmall)
    asking = openAsk(database.url, { change })
  })
  const change = (engine: Engine): Engine => ({
    ...engine,
    frame: async (...wanted) => {
      const before = beforeColumns
      beforeColumns = async () => {}
      await before()
      return engine.frame(...wanted)
    },
    ask: (async (scope, question, args) => {
      if (question === hold.question) {
        hold.question = ''
        hold.reached.resolve()
        await hold.release.promise
      }
      return engine.ask(scope, question, args)
    }) as Engine['ask'],
  })
  afterEach(async () => {
    await asking.close()
    await database.drop()
  })

  it('what another process wrote is in the next answer', async () => {
    const before = (await asking.ask(AUDIT)).dataset
    await revise(database.url, 600)
    const after = (await asking.ask(AUDIT)).dataset
    expect(after.revision).toBe(before.revision + 1)
    // What was aligned is misaligned now, and the other way round; one pair is a tie.
    expect(after.audit.alignment.aligned).toBe(599 - before.audit.alignment.aligned)
    expect(after.audit.quadrants).toEqual({
      chosenOnlyPositive: before.audit.quadrants.rejectedOnlyPositive,
      rejectedOnlyPositive: before.audit.quadrants.chosenOnlyPositive,
    })
  })

  // Held at a metric, or at the page whose pairs are resolved only afterwards.
  it.each(['alignment', 'page'])('a request under way keeps its revision: held at %s', async (question) => {
    const before = (await asking.ask(AUDIT)).dataset
    await revise(database.url, 300)
    const middle = (await asking.ask(AUDIT)).dataset
    expect(middle.audit).not.toEqual(before.audit)

    hold.question = question
    const underWay = asking.ask(AUDIT)
    await hold.reached.promise
    await revise(database.url, 600)
    // Another request has moved on, and the workers have forgotten the frame of the first.
    expect((await asking.ask(AUDIT)).dataset.revision).toBe(before.revision + 2)
    hold.release.resolve()
    expect((await underWay).dataset).toEqual(middle)
  })

  it('what needs no frame is answered while one loads', async () => {
    const loading = deferred()
    const waiting = openAsk(database.url, {
      change: (engine) => ({
        ...engine,
        frame: async (...args) => {
          await loading.promise
          return engine.frame(...args)
        },
      }),
    })
    let answered = false
    const audit = waiting.ask(AUDIT).finally(() => {
      answered = true
    })
    expect(await waiting.ask('{ __typename datasets { name revision } }')).toEqual({
      __typename: 'Query',
      datasets: [{ name: 'seal-small', revision: 6 }],
    })
    expect(answered).toBe(false)
    loading.resolve()
    expect((await audit).dataset.revision).toBe(6)
    await waiting.close()
  })

  /** Commits rewards of another model, between a dataset's row and its columns. */
  const meddle = (score = 1) => {
    beforeColumns = () =>
      write(database.url, async (context) => {
        const file = path.join(directory, 'late.csv')
        writeFileSync(file, `row_id,chosen_score,rejected_score\n0,${score},2\n`)
        await ingestRewards(context, { dataset: 'seal-small', model: 'late', stage: 'POST', file })
      })
  }
  const MODELS = 'rewardModels { name rewardCount }'
  const LATE = { name: 'late', rewardCount: 2 }
  const SEEN = `revision ${MODELS} audit { dataset { revision } }`
  const OF_ONE_REVISION = [
    `{ dataset(name: "seal-small") { ${SEEN} } }`,
    `query ($of: String = "seal-small") { a: dataset(name: $of) { ${SEEN} } }`,
    `{ datasets { ${SEEN} } }`,
    '{ datasets { revision } dataset(name: "seal-small") { ...f } } fragment f on Dataset { pairCount }',
    '{ node(id: "UGFpcjoxOjA=") { ... on Pair { aligned dataset { revision } } } }',
    '{ node(id: "RGF0YXNldDox") { ... on Dataset { revision pairs(first: 1) { totalCount } } } }',
    '{ dataset(name: "seal-small") { revision audit(pre: "nobody") { alignment { pairs } } } }',
  ]

  it('a request sees one revision, whatever is committed meanwhile', async () => {
    let { revision } = (await asking.ask('{ dataset(name: "seal-small") { revision } }')).dataset
    for (const query of OF_ONE_REVISION) {
      // Without any columns in memory.
      await asking.close()
      asking = openAsk(database.url, { change })
      meddle(++revision)
      const { data, extensions } = await asking.answer(query)
      expect(extensions.revisions, query).toEqual({ 'seal-small': revision })
      const text = JSON.stringify(data)
      for (const [, seen] of text.matchAll(/"revision":(\d+)/g)) expect(Number(seen), query).toBe(revision)
      expect(text).toContain('"revision"')
      if (query.includes(SEEN)) expect(text).toContain(JSON.stringify(LATE))
    }
  })

  it('a request sees one revision: in what is deferred', async () => {
    const query = `{ dataset(name: "seal-small") {
      revision ${MODELS} ... @defer { audit { dataset { revision ${MODELS} } } pairCount }
    } }`
    meddle()
    const response = await post(asking.yoga, { query }, { accept: 'multipart/mixed' })
    const [first, later] = [...(await response.text()).matchAll(/^{.*}$/gm)].map(([part]) => JSON.parse(part))
    const { audit } = later.incremental[0].data
    expect(audit.dataset).toEqual({
      revision: first.data.dataset.revision,
      rewardModels: first.data.dataset.rewardModels,
    })
    expect(first.data.dataset.rewardModels).toContainEqual(LATE)
    expect(later.extensions.revisions).toEqual({ 'seal-small': audit.dataset.revision })
  })

  it.each([
    ['Dataset', 'description features id labelers name revision rewardModels rewriters runCount runs'],
    ['Pair', 'chosen dataset id pairId prompt rejected rowId subset tie'],
    ['Entry', 'id response rewriter side text'],
  ])('knows of each field of a %s whether it is of the columns', async (type, others) => {
    const { __type } = await asking.ask(`{ __type(name: "${type}") { fields { name } } }`)
    const names = __type.fields.map(({ name }: { name: string }) => name)
    expect(names.filter((name: string) => !OF_COLUMNS.has(name)).sort()).toEqual(others.split(' '))
  })

  it('an ingest that changes nothing makes no revision', async () => {
    const before = (await asking.ask(AUDIT)).dataset
    await revise(database.url, 0)
    expect((await asking.ask(AUDIT)).dataset).toEqual(before)
  })

  const subscribe = async (name: string, fields: string) => {
    const query = `subscription($name: String!) { datasetRevised(name: $name) { ${fields} } }`
    const response = await post(asking.yoga, { query, variables: { name } }, { accept: 'text/event-stream' })
    const reader = response.body!.getReader()
    let buffer = ''
    /** The data of the next event; undefined at the end. */
    const next = async () => {
      for (;;) {
        const event = /event: next\r?\ndata: (.*)\r?\n\r?\n/.exec(buffer)
        if (event) {
          buffer = buffer.slice(event.index + event[0].length)
          return JSON.parse(event[1])
        }
        const { done, value } = await reader.read()
        if (done) return undefined
        buffer += new TextDecoder().decode(value)
      }
    }
    return { response, next, cancel: () => reader.cancel() }
  }

  /** Watches begin when the stream is first read. */
  const watched = async (count: number) => {
    await vi.waitUntil(() => watching.started === count, { timeout: 30_000, interval: 5 })
    // The revision that it compares with is read first.
    await asking.ask('{ datasets { revision } }')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }

  it('a subscription tells of each new revision', async () => {
    const { revision } = (await asking.ask(AUDIT)).dataset
    const count = watching.started + 1
    const { response, next, cancel } = await subscribe(
      'seal-small',
      'revision audit { alignment { aligned } }',
    )
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const first = next()
    await watched(count)
    await revise(database.url, 600)
    const now = (await asking.ask(AUDIT)).dataset
    expect(await first).toEqual({
      data: { datasetRevised: { revision: revision + 1, audit: { alignment: now.audit.alignment } } },
    })
    const second = next()
    await revise(database.url, 300)
    const { audit } = (await asking.ask(AUDIT)).dataset
    expect(audit.alignment).not.toEqual(now.audit.alignment)
    expect((await second).data.datasetRevised).toEqual({
      revision: revision + 2,
      audit: { alignment: audit.alignment },
    })
    await cancel()
  })

  it('a client that goes away ends its watch', async () => {
    const count = watching.started + 1
    const ended = deferred()
    const { next, cancel } = await subscribe('seal-small', 'revision')
    const first = next()
    await watched(count)
    expect(watching.open).toBe(1)
    watching.onEnd = ended.resolve
    await cancel()
    await ended.promise
    expect(watching.open).toBe(0)
    await first.catch(() => undefined)
  })

  it('closing the API ends all subscriptions', async () => {
    const count = watching.started + 2
    const subscriptions = [
      await subscribe('seal-small', 'revision'),
      await subscribe('seal-small', 'revision'),
    ]
    const ends = subscriptions.map(({ next }) => next())
    await watched(count)
    await asking.close()
    expect(await Promise.all(ends)).toEqual([undefined, undefined])
    expect(watching.open).toBe(0)
  })

  it('of an unknown dataset says which there are', async () => {
    const { next } = await subscribe('nonsense', 'revision')
    const { data, errors } = await next()
    expect(data ?? null).toBeNull()
    expect(errors).toMatchObject([
      { message: 'unknown dataset "nonsense"; known: seal-small', extensions: { code: 'NOT_FOUND' } },
    ])
    expect(await next()).toBeUndefined()
  })
})
