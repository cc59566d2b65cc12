import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openRounds } from '../../src/engine/rounds.ts'
import { afterTurns, anotherTurn, isTurnOver, ownTurn } from '../../src/engine/turns.ts'

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('rounds', () => {
  it('take from all askers in turn, of each in its order', () => {
    const rounds = openRounds<number>()
    for (const item of [1, 2, 3]) rounds.push('a', item)
    rounds.push('b', 10)
    for (const item of [20, 21]) rounds.push('c', item)
    expect([rounds.length, rounds.askers, rounds.lengthOf('a'), rounds.lengthOf('d')]).toEqual([6, 3, 3, 0])
    expect([rounds.remove('a', 2), rounds.remove('a', 2), rounds.remove('b', 3)]).toEqual([
      true,
      false,
      false,
    ])
    expect(Array.from({ length: 6 }, () => rounds.shift())).toEqual([1, 10, 20, 3, 21, undefined])
    expect([rounds.length, rounds.askers]).toEqual([0, 0])
  })
})

describe('a turn of the event loop', () => {
  it('is over when answers were worked on for some milliseconds, and begins anew', async () => {
    const clock = vi.spyOn(performance, 'now')
    onTestFinished(() => clock.mockRestore())
    await nextTurn()
    const at = (now: number) => {
      clock.mockReturnValue(now)
      return isTurnOver()
    }
    expect([at(1000), at(1001), at(1100)]).toEqual([false, false, true])
    await nextTurn()
    expect([at(1100), at(1200)]).toEqual([false, true])
    await nextTurn()
  })
})

describe('what is put aside', () => {
  it('has a turn each, of all askers in turn, and others begin in between', async () => {
    const done: string[] = []
    const [long, short] = [{}, {}]
    const waits = ['l1', 'l2', 'l3'].map((name) => anotherTurn(long).then(() => done.push(name)))
    waits.push(anotherTurn(short).then(() => done.push('s1')))
    waits.push(ownTurn().then(() => done.push('new')))
    await Promise.all(waits)
    expect(done).toEqual(['new', 'l1', 's1', 'l2', 'l3'])
  })

  it('is done, with what it put aside again, before what waits for all of it', async () => {
    const done: string[] = []
    const asker = {}
    const all = new Promise<void>((resolve) => {
      for (const name of ['one', 'other'])
        afterTurns(asker, () => {
          done.push(`all by ${name}`)
          if (name === 'other') resolve()
        })
    })
    for (const name of ['a', 'b'])
      void anotherTurn(asker)
        .then(() => done.push(name))
        .then(() => anotherTurn(asker))
        .then(() => done.push(`${name} again`))
    await all
    expect(done).toEqual(['a', 'b', 'a again', 'b again', 'all by one', 'all by other'])
  })

  it('is nothing to wait for when there is none', async () => {
    await new Promise<void>((resolve) => afterTurns({}, resolve))
  })
})
