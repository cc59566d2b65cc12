import { describe, expect, it } from 'vitest'
import { openMemory } from '../../src/engine/memory.ts'
import { conditionName, nameOf } from '../../src/engine/names.ts'
import { memoryOf } from '../../src/engine/size.ts'
import { remembering } from '../../src/frame/remembered.ts'
import type { Condition } from '../../src/pairs/terms.ts'

const MIB = 2 ** 20

describe('a memory of answers', () => {
  const open = () => {
    const computed: string[] = []
    const { answer, usage } = openMemory<string>(10 * MIB, (text) => text.length)
    const ask = (key: string, mib: number) =>
      answer(key, async () => {
        computed.push(key)
        return 'x'.repeat(mib * MIB)
      })
    return { ask, usage, computed }
  }

  it('is bounded by what they take: those that nobody asked for go first', async () => {
    const { ask, usage, computed } = open()
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key, 4)
    expect(computed).toEqual(['a', 'b', 'c', 'b'])
    expect(usage().answers).toBe(2)
    expect(usage().answerBytes).toBeLessThan(10 * MIB)
  })

  it('has nothing that is larger than all of it', async () => {
    const { ask, usage, computed } = open()
    await ask('small', 1)
    await ask('large', 11)
    await ask('large', 11)
    await ask('small', 1)
    expect(computed).toEqual(['small', 'large', 'large'])
    expect(usage().answers).toBe(1)
  })
})

describe('a name', () => {
  it('is as short as any other, and of what is said', () => {
    const named = (size: number): Condition => ({ list: 'topics', labeler: 0, names: ['x'.repeat(size)] })
    const long = named(90_000)
    const rest: Condition = { rowIds: [1] }
    expect(conditionName(long)).toHaveLength(43)
    expect(conditionName(named(90_000))).toBe(conditionName(long))
    expect(conditionName(named(90_001))).not.toBe(conditionName(long))
    expect(conditionName({ all: [long, rest] })).not.toBe(conditionName({ all: [rest, long] }))
    expect(conditionName({ all: [long] })).toBe(conditionName({ all: [structuredClone(long)] }))
    expect(conditionName(null)).toBeNull()
    expect(nameOf(['a', 'b'])).not.toBe(nameOf(['ab']))
  })
})

describe('what a value takes', () => {
  it('is about as much as one counts', () => {
    const heatmap = { counts: Array.from({ length: 1000 }, () => new Array(1000).fill(1)) }
    expect(memoryOf(heatmap)).toBeGreaterThan(8 * MIB * 0.9)
    expect(memoryOf(heatmap)).toBeLessThan(8 * MIB * 1.1)
    expect(memoryOf(new Map([['text', new Int32Array(250_000)]]))).toBeCloseTo(MIB, -5)
    expect(memoryOf('x'.repeat(MIB))).toBeCloseTo(MIB, -2)
    expect(memoryOf(null)).toBe(8)
  })
})

describe('what was made of an object', () => {
  it('is made once, until there is too much of it', () => {
    const made: unknown[] = []
    const [one, other] = [{}, {}]
    const remembered = remembering<Int32Array>(10 * MIB, ({ byteLength }) => byteLength)
    const make = remembered((object: object, key: number, mib: number) => {
      made.push([object === one ? 'one' : 'other', key])
      return new Int32Array((mib * MIB) / 4)
    })
    const of = (object: object, key: number, mib = 4) => make(object, key, mib)
    expect(of(one, 1)).toBe(of(one, 1))
    of(other, 1)
    of(one, 1)
    of(one, 2)
    of(one, 1)
    of(other, 1)
    expect(made).toEqual([
      ['one', 1],
      ['other', 1],
      ['one', 2],
      ['other', 1],
    ])
    // Two at least, however large.
    of(one, 3, 11)
    of(one, 4, 11)
    of(one, 3, 11)
    expect(made.slice(4)).toEqual([
      ['one', 3],
      ['one', 4],
    ])
  })

  it('is told apart by every argument, and by what makes it', () => {
    const remembered = remembering<string>(MIB, (text) => text.length)
    type Argument = number | string | readonly number[] | Float64Array
    const object = {}
    const columns: Argument[] = [new Float64Array(2), new Float64Array(2)]
    const first = remembered(
      (_: object, ...keys: Argument[]) => `first ${keys.length} ${columns.indexOf(keys[0])}`,
    )
    const second = remembered(() => 'second')
    expect([first(object, columns[0]), first(object, columns[1]), first(object, columns[0])]).toEqual([
      'first 1 0',
      'first 1 1',
      'first 1 0',
    ])
    expect([first(object, 1, 2), first(object, [1, 2]), first(object, '1', '2')]).toHaveLength(3)
    expect(first(object, [1, 2])).toBe('first 1 -1')
    expect(first(object, 1, 2)).toBe('first 2 -1')
    expect(second(object)).toBe('second')
  })
})
