import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { LAYOUT, readFrameFile } from '../../src/store/frame/frame-file.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { openFrame } from '../../src/store/frame/open-frame.ts'
import { changeNamedSlices } from '../../src/store/named-slices.ts'
import { type Databases, databases, openFresh } from '../databases.ts'
import { csv, REWARDS, tempFile } from '../pipeline/files.ts'
import { ingestSealSmall } from '../pipeline/seal-small.ts'

const DAMAGES = 100

/** Two datasets, the second with attributes and prompts, and a folder for their columns. */
const prepare = async (database: Databases) => {
  const all = await openFresh(database)
  await ingestSealSmall(all.context)
  const rows = [1, 2, 3].map((n) => ({
    prompt: `${n % 2}`,
    chosen: `${n}`,
    rejected: 'no',
    rating: n,
    by: 'é',
  }))
  const files = [tempFile(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))]
  await ingestPairs(all.context, { dataset: 'attributed', files })
  const directory = path.join(mkdtempSync(path.join(tmpdir(), 'seal-columns-')), 'columns')
  onTestFinished(() => rmSync(path.dirname(directory), { recursive: true }))
  const openOne = (datasetId: number, least = 1) => openFrame(all.connection, datasetId, directory, least)
  /** Its file, and the name of its data. */
  const kept = async (datasetId: number) => {
    await (await openOne(datasetId)).keep?.()
    const [name] = readdirSync(directory).filter((one) => one.startsWith(`${datasetId}-`))
    return { file: path.join(directory, name), key: /^\d+-(.*)\.columns$/.exec(name)![1] }
  }
  return { ...all, directory, open: openOne, kept }
}

describe.each(databases())('openFrame on $name', (database) => {
  it('reads from a file what it would from rows', async () => {
    const { connection, open, kept } = await prepare(database)
    for (const datasetId of [1, 2]) {
      const first = await open(datasetId)
      expect(first.keep).not.toBeNull()
      const { file } = await kept(datasetId)
      const second = await open(datasetId)
      expect(second.keep).toBeNull()
      expect(second.frame).toEqual(first.frame)
      expect(second.frame).toEqual(await loadFrame(connection, datasetId))
      expect(second.frame!.rowIds.buffer).toBeInstanceOf(SharedArrayBuffer)
      expect(statSync(file).mode & 0o777).toBe(0o600)
    }
    expect(await open(3)).toEqual({ frame: null, keep: null })
  })

  it('keeps nothing of few pairs, or without a folder', async () => {
    const { connection, open } = await prepare(database)
    expect((await open(1, 601)).keep).toBeNull()
    const { frame, keep } = await openFrame(connection, 1, undefined, 1)
    expect(frame).not.toBeNull()
    expect(keep).toBeNull()
  })

  it('reads rows once data are others, and columns on where slices alone are', async () => {
    const { connection, context, directory, open, kept } = await prepare(database)
    const before = await kept(1)
    const save = { name: 's', description: null, where: { rowIds: [3] } }
    expect(await changeNamedSlices(connection, 1, { seen: [], save })).toBe(true)
    const sliced = await open(1)
    expect(sliced.keep).toBeNull()
    expect(sliced.frame).toEqual(await loadFrame(connection, 1))
    expect(sliced.frame!.slices).toMatchObject([{ name: 's' }])

    const file = tempFile(csv(REWARDS, [[0, 5, 4]]))
    await ingestRewards(context, { dataset: 'seal-small', model: 'pre', stage: 'PRE', file })
    const revised = await open(1)
    expect(revised.frame!.original.rewards[0]!.CHOSEN[0]).toBe(5)
    await revised.keep!()
    const after = await kept(1)
    expect(after.key).not.toBe(before.key)
    expect(readdirSync(directory)).toEqual([path.basename(after.file)])
    expect((await open(1)).frame).toEqual(revised.frame)
    // What is kept of a dataset goes when it is gone, and the next one is kept.
    const other = await kept(2)
    expect(readdirSync(directory)).toHaveLength(2)
    await connection.query('DELETE FROM dataset WHERE id = 2 RETURNING id')
    rmSync(after.file)
    await kept(1)
    expect(readdirSync(directory)).not.toContain(path.basename(other.file))
    // A database that was restored tells its data by another key, whatever its revision.
    await connection.query("UPDATE dataset SET data_key = 'restored' WHERE id = 1 RETURNING id")
    expect((await open(1)).keep).not.toBeNull()
    await connection.query('UPDATE dataset SET data_key = NULL WHERE id = 1 RETURNING id')
    expect((await open(1)).keep).toBeNull()
  })
})

describe('the file of a frame', () => {
  it('is never believed where it is damaged, cut short, or of something else', async () => {
    const { directory, open, kept } = await prepare(databases()[0])
    const { file, key } = await kept(1)
    const whole = readFileSync(file)
    const read = () => readFrameFile(directory, 1, key)
    expect(await read()).toEqual((await open(1)).frame)
    const random = xoroshiro128plus(20_261_128)
    const at = (below: number) => uniformInt(random, 0, below - 1)
    const DAMAGE: (() => Uint8Array)[] = [
      () => {
        const damaged = Buffer.from(whole)
        damaged[at(whole.length)] ^= 1 << at(8)
        return damaged
      },
      () => whole.subarray(0, at(whole.length)),
      () => Buffer.concat([whole, Buffer.alloc(1 + at(100), at(256))]),
      () => {
        const [from, to] = [at(whole.length), at(whole.length)].sort((a, b) => a - b)
        return Buffer.concat([whole.subarray(0, from), whole.subarray(to + 1)])
      },
      () => {
        const from = at(whole.length - 4096)
        const damaged = Buffer.from(whole)
        for (let byte = from; byte < from + 4096; byte++) damaged[byte] = at(256)
        return damaged
      },
    ]
    for (let round = 0; round < DAMAGES; round++) {
      writeFileSync(file, DAMAGE[round % DAMAGE.length]())
      expect(await read(), `damage ${round}`).toBeNull()
    }
    // What is rows' is written over it.
    const { frame, keep } = await open(1)
    await keep!()
    expect(await read()).toEqual({ ...frame, slices: [] })
    copyFileSync(file, path.join(directory, `2-${key}.columns`))
    expect(await readFrameFile(directory, 2, key)).toBeNull()
    copyFileSync(file, path.join(directory, '1-other.columns'))
    expect(await readFrameFile(directory, 1, 'other')).toBeNull()
    expect(await readFrameFile(directory, 9, key)).toBeNull()
  })

  it('has the layout whose number it has', async () => {
    const { kept } = await prepare(databases()[0])
    const head = async (datasetId: number) => {
      const bytes = readFileSync((await kept(datasetId)).file)
      return JSON.parse(bytes.subarray(0, bytes.indexOf('\n')).toString())
    }
    const heads = [await head(1), await head(2)]
    const columns = heads.flatMap((one) =>
      (one.columns as { path: unknown[]; type: string }[]).map(
        ({ path: place, type }) =>
          `${place.map((step) => (typeof step === 'number' ? '#' : step)).join('.')}: ${type}`,
      ),
    )
    const members = heads.flatMap(({ frame }) => Object.keys(frame))
    // Another layout needs another LAYOUT.
    expect({
      LAYOUT,
      columns: [...new Set(columns)].sort(),
      members: [...new Set(members)].sort(),
    }).toMatchInlineSnapshot(`
      {
        "LAYOUT": 1,
        "columns": [
          "attributes.#.columns.#.codes: Int32Array",
          "attributes.#.columns.#.numbers: Float64Array",
          "original.labels.#.CHOSEN.discriminations.codes: Uint32Array",
          "original.labels.#.CHOSEN.discriminations.offsets: Uint32Array",
          "original.labels.#.CHOSEN.features.#: Uint32Array",
          "original.labels.#.CHOSEN.known.#: Uint32Array",
          "original.labels.#.CHOSEN.topics.codes: Uint32Array",
          "original.labels.#.CHOSEN.topics.offsets: Uint32Array",
          "original.labels.#.REJECTED.discriminations.codes: Uint32Array",
          "original.labels.#.REJECTED.discriminations.offsets: Uint32Array",
          "original.labels.#.REJECTED.features.#: Uint32Array",
          "original.labels.#.REJECTED.known.#: Uint32Array",
          "original.labels.#.REJECTED.topics.codes: Uint32Array",
          "original.labels.#.REJECTED.topics.offsets: Uint32Array",
          "original.measures.#.CHOSEN: Float64Array",
          "original.measures.#.REJECTED: Float64Array",
          "original.rewards.#.CHOSEN: Float64Array",
          "original.rewards.#.REJECTED: Float64Array",
          "prompt: Int32Array",
          "promptKeys: BigInt64Array",
          "rewritten.#.labels.#.CHOSEN.discriminations.codes: Uint32Array",
          "rewritten.#.labels.#.CHOSEN.discriminations.offsets: Uint32Array",
          "rewritten.#.labels.#.CHOSEN.features.#: Uint32Array",
          "rewritten.#.labels.#.CHOSEN.known.#: Uint32Array",
          "rewritten.#.labels.#.CHOSEN.topics.codes: Uint32Array",
          "rewritten.#.labels.#.CHOSEN.topics.offsets: Uint32Array",
          "rewritten.#.labels.#.REJECTED.discriminations.codes: Uint32Array",
          "rewritten.#.labels.#.REJECTED.discriminations.offsets: Uint32Array",
          "rewritten.#.labels.#.REJECTED.features.#: Uint32Array",
          "rewritten.#.labels.#.REJECTED.known.#: Uint32Array",
          "rewritten.#.labels.#.REJECTED.topics.codes: Uint32Array",
          "rewritten.#.labels.#.REJECTED.topics.offsets: Uint32Array",
          "rewritten.#.measures.#.CHOSEN: Float64Array",
          "rewritten.#.measures.#.REJECTED: Float64Array",
          "rewritten.#.positions: Int32Array",
          "rewritten.#.rewards.#.CHOSEN: Float64Array",
          "rewritten.#.rewards.#.REJECTED: Float64Array",
          "rewritten.#.similarity.CHOSEN: Float64Array",
          "rewritten.#.similarity.REJECTED: Float64Array",
          "rowIds: Int32Array",
          "subset: Int16Array",
          "tie: Uint8Array",
        ],
        "members": [
          "attributes",
          "dataRevision",
          "datasetId",
          "defaults",
          "discriminations",
          "labelers",
          "measures",
          "models",
          "original",
          "prompt",
          "promptKeys",
          "revision",
          "rewritten",
          "rowIds",
          "slices",
          "subset",
          "subsets",
          "taxonomy",
          "tie",
          "tieCount",
          "topics",
        ],
      }
    `)
  })
})
