import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Files, generateDataset } from '../../scripts/synthetic/generate-dataset.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { type Dump, databases, dump, firstDifference, openAll, openFresh } from '../databases.ts'
import { startIngest } from './command-line.ts'

const PAIRS = 10_000
const REWRITES = 5000
const SEED = 20_260_101
const dataset = 'd'

type Command = {
  file: string
  rows: number
  parameters: string[]
  /** The same, without a process of its own. */
  undisturbed: (context: Context) => Promise<unknown>
}

const commandsOf = (files: Files): Command[] => {
  const rewards = (stage: 'PRE' | 'POST', file: string): Command => ({
    file,
    rows: PAIRS,
    parameters: ['rewards', '--dataset', dataset, '--model', stage, '--stage', stage, file],
    undisturbed: (context) => ingestRewards(context, { dataset, model: stage, stage, file }),
  })
  return [
    {
      file: files.pairs,
      rows: PAIRS,
      parameters: ['pairs', '--dataset', dataset, files.pairs],
      undisturbed: (context) => ingestPairs(context, { dataset, files: [files.pairs] }),
    },
    rewards('PRE', files.rewardsPre),
    rewards('POST', files.rewardsPost),
    {
      file: files.labels,
      rows: 2 * PAIRS,
      parameters: ['labels', '--dataset', dataset, '--labeler', 'l', files.labels],
      undisturbed: (context) => ingestLabels(context, { dataset, labeler: 'l', file: files.labels }),
    },
    {
      file: files.rewrites,
      rows: REWRITES,
      parameters: ['rewrites', '--dataset', dataset, '--rewriter', 'r', files.rewrites],
      undisturbed: (context) => ingestRewrites(context, { dataset, rewriter: 'r', file: files.rewrites }),
    },
  ]
}

/** How often each command is killed, in their order, and how many kills there must be. */
const PLANNED = [2, 1, 1, 1, 2]
const WANTED = 5

describe('kill -9 at random moments', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'seal-kill-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  let commands: Command[]
  let expected: Dump
  beforeAll(async () => {
    const files = await generateDataset({ pairs: PAIRS, rewrites: REWRITES, seed: 1, bytes: 300, directory })
    commands = commandsOf(files)
    const { url, drop } = await databases()[0].create()
    const { connection, context, close } = await openAll(url)
    for (const { undisturbed } of commands) await undisturbed(context)
    expected = await dump(connection)
    await close()
    await drop()
  })

  it.each(databases())('loses and doubles nothing on $name', { timeout: 180_000 }, async (database) => {
    const { url, connection, prisma } = await openFresh(database)
    const random = xoroshiro128plus(SEED)
    const log: string[] = []
    let kills = 0
    let whileWriting = 0
    const runOf = (file: string) =>
      prisma.run.findFirst({ where: { file: path.basename(file) }, orderBy: { id: 'desc' } })

    /** Runs a command; with a moment, up to then. Tells whether it was killed. */
    const run = async ({ file, rows, parameters }: Command, moment?: { row: number; delay: number }) => {
      const child = startIngest(url, parameters)
      const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
      const alive = () => child.exitCode === null && child.signalCode === null
      if (moment) {
        const reached = async () => ((await runOf(file))?.position ?? 0) >= moment.row
        while (alive() && !(await reached())) await setTimeout(10)
        await Promise.race([closed, setTimeout(moment.delay)])
        if (alive()) child.kill('SIGKILL')
      }
      const [code, signal] = await closed
      const after = await runOf(file)
      const when = moment ? `at row ${moment.row} + ${Math.round(moment.delay)} ms` : 'undisturbed'
      log.push(`${parameters[0]} ${when}: ${signal ?? code}, ${after?.state} behind row ${after?.position}`)
      if (signal === 'SIGKILL') {
        kills++
        if (after?.state === 'RUNNING' && after.position > 0 && after.position < rows) whileWriting++
        return true
      }
      expect(code, log.join('\n')).toBe(0)
      return false
    }

    /** Kills that came too late, for the next command to make up for. */
    let missed = 0
    for (const [index, command] of commands.entries()) {
      let left = PLANNED[index] + missed
      // Behind a random one of the rows that are left; once at any time, start-up included, which is the same for all.
      const behind = (position: number) => ({
        row: position + Math.ceil((uniformFloat64(random) / left) * (command.rows - position)),
        delay: 60 * uniformFloat64(random),
      })
      let moment = index === 0 ? { row: 0, delay: 500 * uniformFloat64(random) } : behind(0)
      while (left > 0 && (await run(command, moment))) {
        const position = (await runOf(command.file))?.position ?? 0
        moment = behind(position)
        left--
      }
      missed = left
      if (left === 0) await run(command)
    }
    expect(firstDifference(await dump(connection), expected), log.join('\n')).toBeNull()
    // One that was killed between its end and its exit has been repeated as another run.
    const runs = await prisma.run.findMany()
    expect(new Set(runs.map(({ kind, state }) => `${kind} ${state}`))).toEqual(
      new Set(['PAIRS DONE', 'REWARDS DONE', 'LABELS DONE', 'REWRITES DONE']),
    )
    expect(kills, log.join('\n')).toBeGreaterThanOrEqual(WANTED)
    expect(whileWriting, log.join('\n')).toBeGreaterThanOrEqual(WANTED / 2)
  })
})
