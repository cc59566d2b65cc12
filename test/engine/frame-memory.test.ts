import { describe, expect, it } from 'vitest'
import { openFrameMemory } from '../../src/engine/frame-memory.ts'
import type { Loaded } from '../../src/engine/loaded.ts'
import { type Frame, outlineOf } from '../../src/frame/frame.ts'

const MIB = 2 ** 20

/** A frame of so many MiB without anything in it. */
const frameOf = (datasetId: number, revision: number, mib: number): Frame => ({
  datasetId,
  revision,
  dataRevision: revision,
  slices: [],
  taxonomy: { features: [], priority: [], topics: [], discriminations: [] },
  models: [],
  measures: [],
  labelers: [],
  defaults: { pre: -1, post: -1, labeler: -1 },
  rowIds: new Int32Array((mib * MIB) / 4),
  subset: new Int16Array(0),
  prompt: new Int32Array(0),
  promptKeys: new BigInt64Array(0),
  tie: new Uint8Array(0),
  tieCount: 0,
  attributes: [],
  subsets: [],
  topics: [],
  discriminations: [],
  original: { rewards: [], labels: [], measures: [] },
  rewritten: [],
})

/** A memory of 10 MiB, what it loaded and what it had forgotten. Datasets are of `sizes[id]` MiB. */
const open = (sizes: Record<number, number>) => {
  const loads: number[] = []
  const forgotten: string[] = []
  const load = async (datasetId: number): Promise<Loaded> => {
    loads.push(datasetId)
    if (!(datasetId in sizes)) throw new Error('the database is away')
    const frame = frameOf(datasetId, 1, sizes[datasetId])
    return { frameKey: `${datasetId}.${loads.length}`, outline: outlineOf(frame), frame }
  }
  return { loads, forgotten, ...openFrameMemory(10 * MIB, load, (frameKey) => forgotten.push(frameKey)) }
}

describe('frames in memory', () => {
  it('are those that were asked for last, within the limit', async () => {
    const memory = open({ 1: 4, 2: 4, 3: 4 })
    const [first] = [await memory.of(1, 1), await memory.of(2, 1)]
    expect(memory.usage()).toEqual({ frames: 2, frameBytes: 8 * MIB })
    expect(await memory.of(1, 1)).toBe(first)
    await memory.of(3, 1)
    expect(memory.usage()).toEqual({ frames: 2, frameBytes: 8 * MIB })
    await expect.poll(() => memory.forgotten).toEqual(['2.2'])
    expect(await memory.of(1, 1)).toBe(first)
    await memory.of(2, 1)
    expect(memory.loads).toEqual([1, 2, 3, 2])
    await expect.poll(() => memory.forgotten).toEqual(['2.2', '3.3'])
  })

  it('are refused, once loaded, when one alone is beyond the limit; the others stay', async () => {
    const memory = open({ 1: 4, 2: 11 })
    await memory.of(1, 1)
    const refusal = {
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/columns take 11 MiB.* 10 MiB at most.*SEAL_FRAME_MEMORY/),
    }
    await expect(memory.of(2, 1)).rejects.toMatchObject(refusal)
    await expect(memory.of(2, 1)).rejects.toMatchObject(refusal)
    expect(memory.loads).toEqual([1, 2])
    // Its next revision may be smaller.
    await expect(memory.of(2, 2)).rejects.toMatchObject(refusal)
    await memory.of(1, 1)
    expect(memory.loads).toEqual([1, 2, 2])
  })

  it('that could not be loaded are tried again', async () => {
    const memory = open({})
    for (const _ of [1, 2]) await expect(memory.of(7, 1)).rejects.toThrow('the database is away')
    expect(memory.loads).toEqual([7, 7])
    expect(memory.usage()).toEqual({ frames: 0, frameBytes: 0 })
  })

  it('give way to their next revisions', async () => {
    const memory = open({ 1: 8 })
    await memory.of(1, 1)
    await memory.of(1, 2)
    expect(memory.usage()).toEqual({ frames: 1, frameBytes: 8 * MIB })
    await expect.poll(() => memory.forgotten).toEqual(['1.1'])
  })
})
