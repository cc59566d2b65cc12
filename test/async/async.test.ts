import { describe, expect, it } from 'vitest'
import { chunks } from '../../src/async/chunks.ts'
import { mutex } from '../../src/async/mutex.ts'
import { parallel } from '../../src/async/parallel.ts'
import { prefetch } from '../../src/async/prefetch.ts'

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

it.each([
  [{ count: 2 }, [['a', 'bb'], ['ccc', 'd'], ['e']]],
  [{ count: 9, weight: 3 }, [['a', 'bb'], ['ccc'], ['d', 'e']]],
  [{ count: 9, weight: 2 }, [['a'], ['bb'], ['ccc'], ['d', 'e']]],
])('chunks of %j are below the limits', async (limits, expected) => {
  expect(await all(chunks(['a', 'bb', 'ccc', 'd', 'e'], limits, ({ length }) => length))).toEqual(expected)
  expect(await all(chunks([], limits))).toEqual([])
})

describe('what is prefetched', () => {
  it('is asked for while the item before it is used, one ahead and no further', async () => {
    let asked = 0
    let ended = false
    async function* items() {
      try {
        for (;;) yield ++asked
      } finally {
        ended = true
      }
    }
    for await (const item of prefetch(items())) {
      await Promise.resolve()
      expect(asked).toBe(item + 1)
      if (item === 3) break
    }
    expect(ended).toBe(true)
  })

  it('fails when it is its turn', async () => {
    async function* items() {
      yield 1
      throw new Error('broken')
    }
    const iterator = prefetch(items())
    expect((await iterator.next()).value).toBe(1)
    await expect(iterator.next()).rejects.toThrow('broken')
  })
})

it('a mutex runs one piece of work after the other, also behind one that fails', async () => {
  const alone = mutex()
  const log: string[] = []
  const work = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise(setImmediate)
    log.push(`${name} ends`)
    if (name === 'a') throw new Error(name)
  }
  await Promise.allSettled([alone(work('a')), alone(work('b'))])
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

describe('parallel', () => {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  /** Tasks that end when they are let, and what is known of them. */
  const tasks = (count: number, fails: (task: number) => boolean = () => false) => {
    const state = { begun: 0, running: 0, most: 0, stop: null as AbortSignal | null }
    const ends: (() => void)[] = []
    async function* of(stop: AbortSignal) {
      state.stop = stop
      for (let task = 0; task < count; task++)
        yield async () => {
          state.begun++
          state.most = Math.max(state.most, ++state.running)
          await new Promise<void>((resolve) => {
            ends[task] = resolve
          })
          state.running--
          if (fails(task)) throw new Error(`task ${task}`)
          return [task]
        }
    }
    return { state, of, end: (task: number) => ends[task]() }
  }

  it('yields what is there, and runs no more than the limit at once', async () => {
    const { state, of, end } = tasks(5)
    const results = parallel(of, 2)
    const first = results.next()
    await turn()
    expect(state.begun).toBe(2)
    end(1)
    expect((await first).value).toEqual([1])
    await turn()
    // Not before what there was is dealt with: who is killed then loses no more than the limit.
    expect(state.begun).toBe(2)
    const second = results.next()
    await turn()
    expect(state.begun).toBe(3)
    end(0)
    end(2)
    const rest = [(await second).value]
    const ending = setInterval(() => [3, 4].map((task) => state.begun > task && end(task)), 1)
    for await (const some of results) rest.push(some)
    clearInterval(ending)
    expect(rest.flat().sort()).toEqual([0, 2, 3, 4])
    expect(state.most).toBe(2)
  })

  it('begins nothing after a failure, waits for what is under way, and then throws it', async () => {
    const { state, of, end } = tasks(5, (task) => task === 0)
    const results = parallel(of, 2)
    const next = results.next()
    await turn()
    end(0)
    await turn()
    expect(state.stop?.aborted).toBe(true)
    end(1)
    expect((await next).value).toEqual([1])
    await expect(results.next()).rejects.toThrow('task 0')
    expect(state.begun).toBe(2)
  })

  it('throws what the stream of tasks throws, after what is under way', async () => {
    async function* of() {
      yield async () => [1]
      throw new Error('broken')
    }
    const results = parallel(of, 2)
    expect((await results.next()).value).toEqual([1])
    await expect(results.next()).rejects.toThrow('broken')
  })

  it('begins nothing after an abort, nor when nobody reads on', async () => {
    const stop = new AbortController()
    const aborted = tasks(5)
    const results = parallel(aborted.of, 1, stop.signal)
    const next = results.next()
    await turn()
    stop.abort()
    aborted.end(0)
    expect((await next).value).toEqual([0])
    expect((await results.next()).done).toBe(true)
    expect(aborted.state.begun).toBe(1)

    const left = tasks(2)
    const unread = parallel(left.of, 2)
    const first = unread.next()
    await turn()
    left.end(0)
    await first
    const leaving = unread.return(undefined)
    await turn()
    expect(left.state.stop?.aborted).toBe(true)
    left.end(1)
    await leaving
    expect(left.state.running).toBe(0)
  })
})
