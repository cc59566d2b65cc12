import type * as Threads from 'node:worker_threads'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { askAudit } from '../../src/audit/ask.ts'
import type { Arguments, Question } from '../../src/audit/questions.ts'
import type { Scope } from '../../src/audit/scope.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import type { Loaded } from '../../src/engine/loaded.ts'
import { ingestSealSmall, SQLITE, write } from '../graphql/ask.ts'
import { closeGate, countBegun, openGate, untilBegun } from './gated.ts'

vi.mock('node:worker_threads', async (original) => {
  const { gatedThreads } = await import('./gated.ts')
  return gatedThreads(await original<typeof Threads>())
})

let url: string
beforeAll(async () => {
  const database = await SQLITE.create()
  url = database.url
  await write(url, ingestSealSmall)
  return database.drop
})

let engine: Engine
let loaded: Loaded
const open = async (options: Parameters<typeof openEngine>[1]) => {
  engine = openEngine(url, options)
  loaded = await engine.frame(1, 1)
}
beforeEach(closeGate)
afterEach(() => engine.close())

const scope = (): Scope => ({ loaded, subject: { pre: 0, post: 1, labeler: 0 }, where: null })
const ask = <Q extends Question>(about: Scope, question: Q, args: Arguments<Q>, asker?: AbortSignal) =>
  askAudit(about, question, args, { engine, asker })
/** Takes until the gate opens; another number of bins is another question. */
const askLong = (bins: number, asker?: AbortController, where: Scope['where'] = null) =>
  ask({ ...scope(), where }, 'marginDistribution', { model: 0, bins }, asker?.signal)
const askShort = () => ask(scope(), 'pairs', {})
const leave = async (asker: AbortController, ...answers: Promise<unknown>[]) => {
  asker.abort()
  for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' })
}

describe('a question whose asker is gone', () => {
  beforeEach(() => open({ workers: 1 }))

  it('stops: its worker goes on with the next one, and still has the frame', async () => {
    const sent = vi.spyOn(Worker.prototype, 'postMessage')
    const asker = new AbortController()
    const long = askLong(1, asker)
    await untilBegun(1)
    const next = askShort()
    await leave(asker, long)
    expect(await next).toBe(600)
    expect(new Set(sent.mock.contexts).size).toBe(1)
    expect(sent.mock.calls.filter(([request]) => 'keep' in request)).toHaveLength(1)
    sent.mockRestore()
  })

  it('does not begin when it still waits', async () => {
    const warned = vi.spyOn(process, 'emitWarning')
    const [first, second] = [new AbortController(), new AbortController()]
    const long = askLong(1, first)
    await untilBegun(1)
    const waiting = Array.from({ length: 20 }, (_, bins) => askLong(bins + 2, second))
    const next = askShort()
    await leave(second, ...waiting)
    await leave(first, long)
    expect(await next).toBe(600)
    expect(countBegun()).toBe(1)
    // Of so many listeners to one signal.
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
  })

  it('is not even asked when the asker was gone before', async () => {
    const asker = new AbortController()
    asker.abort()
    await expect(askLong(1, asker)).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await askShort()).toBe(600)
    expect(countBegun()).toBe(0)
  })

  it('does not begin when texts were searched for it', async () => {
    const asker = new AbortController()
    await leave(asker, askLong(1, asker, { text: 'a' }))
    // The first of these waits behind the search, the second behind what comes of it.
    expect(await askShort()).toBe(600)
    expect(await ask(scope(), 'coverage', {})).toMatchObject({ pairs: 600 })
    expect(countBegun()).toBe(0)
  })

  it.each([
    ['somebody who can leave', new AbortController()],
    ['somebody who cannot', undefined],
  ])('goes on for %s', async (_, other) => {
    const asker = new AbortController()
    const long = [askLong(1, asker), askLong(1, asker)]
    const others = askLong(1, other)
    await untilBegun(1)
    await leave(asker, ...long)
    openGate()
    expect(await others).toMatchObject({ counts: [600] })
    expect(countBegun()).toBe(1)
  })

  it('stops when the last of its askers goes', async () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const long = [askLong(1, first), askLong(1, second)]
    await untilBegun(1)
    await leave(first, long[0])
    await leave(second, long[1])
    expect(await askShort()).toBe(600)
  })

  it('has a fresh answer for whoever asks it then, which is remembered', async () => {
    const asker = new AbortController()
    const long = askLong(1, asker)
    await untilBegun(1)
    await leave(asker, long)
    const again = askLong(1, new AbortController())
    await untilBegun(2)
    const joined = askLong(1)
    openGate()
    expect(await again).toMatchObject({ counts: [600] })
    expect(await joined).toEqual(await again)
    expect(countBegun()).toBe(2)
  })

  it('keeps the answer that was there before', async () => {
    openGate()
    const asker = new AbortController()
    const answer = await askLong(1, asker)
    asker.abort()
    expect(await askShort()).toBe(600)
    expect(await askLong(1)).toEqual(answer)
    expect(countBegun()).toBe(1)
  })
})

describe('a queue', () => {
  it('refuses more than its limit at once, and takes more when askers go', async () => {
    await open({ workers: 1, queueLimit: 2 })
    const asker = new AbortController()
    const long = askLong(1)
    await untilBegun(1)
    const [second, third] = [askLong(2), askLong(3, asker)]
    const refused = {
      code: 'UNAVAILABLE',
      message: 'the server is busy: 2 questions wait already; ask again later, or for less at once',
    }
    await expect(askLong(4)).rejects.toMatchObject(refused)
    await expect(askShort()).rejects.toMatchObject(refused)
    // Who asks what is asked already adds nothing to the queue.
    const joined = askLong(2)
    await leave(asker, third)
    const fourth = askLong(4)
    await expect(askShort()).rejects.toMatchObject(refused)
    openGate()
    for (const answer of [long, second, joined, fourth]) expect((await answer).counts).toBeDefined()
    expect(countBegun()).toBe(3)
    expect(await askShort()).toBe(600)
  })

  it('takes of all askers in turn, and one that is full of one still takes of others', async () => {
    await open({ workers: 1, queueLimit: 10 })
    const [many, few] = [new AbortController(), new AbortController()]
    const done: number[] = []
    const note = (bins: number) => () => void done.push(bins)
    const first = askLong(1)
    await untilBegun(1)
    const waiting = Array.from({ length: 10 }, (_, index) => askLong(10 + index, many).then(note(10 + index)))
    await expect(askLong(30, many)).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    waiting.push(askLong(2, few).then(note(2)), askLong(3, few).then(note(3)))
    openGate()
    await Promise.all([first, ...waiting])
    expect(done.slice(0, 4)).toEqual([10, 2, 11, 3])
  })

  it('has all workers at work', async () => {
    await open({ workers: 3 })
    const answers = [1, 2, 3, 4].map((bins) => askLong(bins))
    // None of them ends before the gate opens: they are computed at the same time.
    await untilBegun(3)
    openGate()
    expect(await Promise.all(answers)).toHaveLength(4)
  })
})
