import { on } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { findDataset } from '../../src/store/catalog.ts'
import { ensureScoredModel } from '../../src/store/scored-model.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { type Databases, databases, dump, firstDifference, openFresh } from '../databases.ts'
import { endOf, startIngest } from './command-line.ts'
import { csv, manyPairs, pairLines, REWARDS, tempFile } from './files.ts'

const PAIRS = 3000
const LINES = tempFile(manyPairs(PAIRS))
const OTHERS = tempFile(
  pairLines(Array.from({ length: PAIRS }, (_, row) => [`other ${row}`, `another ${row}`] as const)),
)
const rewardsFile = (of: (row: number) => number) =>
  tempFile(
    csv(
      REWARDS,
      Array.from({ length: PAIRS }, (_, row) => [row, of(row), -of(row)]),
    ),
  )
const RISING = rewardsFile((row) => row)
const FALLING = rewardsFile((row) => -row)

type Import = { parameters: string[]; undisturbed: (context: Context) => Promise<unknown> }

const pairs = (file: string, firstRowId = 0): Import => ({
  parameters: ['pairs', '--dataset', 'd', '--first-row-id', `${firstRowId}`, file],
  undisturbed: (context) => ingestPairs(context, { dataset: 'd', files: [file], firstRowId }),
})
const rewards = (model: string, stage: 'PRE' | 'POST', file: string): Import => ({
  parameters: ['rewards', '--dataset', 'd', '--model', model, '--stage', stage, file],
  undisturbed: (context) => ingestRewards(context, { dataset: 'd', model, stage, file }),
})

const WAITING = 'waiting for another import into dataset "d" to end\n'

/** Commands in processes of their own, which all wait for their turn before one of them has it. */
const atOnce = async ({ url, connection }: Awaited<ReturnType<typeof openFresh>>, commands: Import[]) => {
  const release = await connection.lock('import d')
  const children = commands.map(({ parameters }) => startIngest(url, parameters))
  const ends = children.map(endOf)
  const waiting = children.map(async ({ stderr }) => {
    for await (const [text] of on(stderr, 'data')) if (`${text}`.includes(WAITING)) return
  })
  await Promise.all(waiting)
  await release?.()
  return Promise.all(ends)
}

/** The same in one process, one after the other. */
const oneByOne = async (database: Databases, commands: Import[]) => {
  const { context, connection } = await openFresh(database)
  for (const { undisturbed } of commands) await undisturbed(context)
  return dump(connection)
}

const RUNS = "SELECT count(*) FROM run WHERE state = 'DONE'"

describe.each(databases())('imports at once on $name', (database) => {
  it('of different files end as one after the other', async () => {
    const commands = [pairs(LINES), pairs(OTHERS, PAIRS)]
    const all = await openFresh(database)
    const { connection } = all
    const ends = await atOnce(all, commands)
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    const end = await dump(connection)
    expect(end.pair).toHaveLength(2 * PAIRS)
    expect(end.dataset[0][3]).toBe(2)
    expect(firstDifference(end, await oneByOne(database, commands))).toBeNull()
  })

  it('of the same file write it once', async () => {
    const all = await openFresh(database)
    const { connection } = all
    const ends = await atOnce(all, [pairs(LINES), pairs(LINES), pairs(LINES)])
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
    const changed = ends.map(({ output }) => Number(/: (\d+) pairs new,/.exec(output)?.[1]))
    expect(changed.sort((a, b) => a - b)).toEqual([0, 0, PAIRS])
    const end = await dump(connection)
    expect(end.dataset[0][3]).toBe(1)
    expect(firstDifference(end, await oneByOne(database, [pairs(LINES)]))).toBeNull()
    expect(await connection.query(RUNS)).toEqual([[3]])
  })

  it('of pairs and rewards lose none of them', async () => {
    const commands = [pairs(LINES), rewards('a', 'PRE', RISING), rewards('b', 'POST', FALLING)]
    const { url, connection, prisma } = await openFresh(database)
    const first = endOf(startIngest(url, commands[0].parameters))
    while (!(await prisma.dataset.findFirst())) await setTimeout(5)
    const ends = await Promise.all([
      first,
      ...commands.slice(1).map(({ parameters }) => endOf(startIngest(url, parameters))),
    ])
    for (const { code, output } of ends)
      expect([code, output]).toEqual([0, expect.stringContaining(' 0 rejected')])
    const end = await dump(connection)
    expect(end.reward).toHaveLength(4 * PAIRS)
    // Which of two models comes first has its id.
    const inEitherOrder = [
      await oneByOne(database, commands),
      await oneByOne(database, [commands[0], commands[2], commands[1]]),
    ]
    expect(inEitherOrder.map((other) => firstDifference(end, other))).toContain(null)
  })

  it('that contradict each other end as either order does', async () => {
    const commands = [rewards('a', 'PRE', RISING), rewards('a', 'PRE', FALLING)]
    const all = await openFresh(database)
    const { connection, context } = all
    await ingestPairs(context, { dataset: 'd', files: [LINES] })
    expect((await atOnce(all, commands)).map(({ code }) => code)).toEqual([0, 0])
    const { reward } = await dump(connection)
    const rising = reward.filter(
      ([, row, , side, , score]) => score === (side === 'CHOSEN' ? row : -Number(row)),
    )
    // Row 0 is the same in both.
    expect([2, 2 * PAIRS]).toContain(rising.length)
    expect(reward).toHaveLength(2 * PAIRS)
  })

  it('models that are made at once have an id each', async () => {
    const { connection, prisma, context } = await openFresh(database)
    await ingestPairs(context, { dataset: 'd', files: [LINES] })
    const dataset = await findDataset(prisma, 'd')
    const names = Array.from({ length: 12 }, (_, index) => `model ${index % 8}`)
    const ids = await Promise.all(
      names.map((name) =>
        ensureScoredModel(context, dataset, {
          name,
          stage: 'PRE',
          backend: 'HTTP',
          provenance: { url: 'u' },
        }),
      ),
    )
    expect(new Set(ids).size).toBe(8)
    expect(ids.slice(8)).toEqual(ids.slice(0, 4))
    expect((await dump(connection)).reward_model).toHaveLength(8)
  })
})

describe.each(databases().slice(1))('transactions on $name', (database) => {
  it('that stand in the way of each other are begun again', async () => {
    const { url, connection } = await openFresh(database)
    const other = await openConnection(url)
    onTestFinished(other.close)
    await connection.script('CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0), (2, 0)')
    let begun = 0
    let holding = 0
    let met = () => {}
    const meeting = new Promise<void>((resolve) => {
      met = resolve
    })
    const both = async (of: typeof connection, rows: number[]) =>
      of.transaction('write', async () => {
        begun++
        await of.query('UPDATE t SET n = n + 1 WHERE id = ?1 RETURNING id', [rows[0]])
        // Only then does either go for what the other one has.
        if (++holding === 2) met()
        await meeting
        await of.query('UPDATE t SET n = n + 1 WHERE id = ?1 RETURNING id', [rows[1]])
      })
    await Promise.all([both(connection, [1, 2]), both(other, [2, 1])])
    expect(begun).toBe(3)
    expect(await connection.query('SELECT n FROM t')).toEqual([[2], [2]])
  })
})
