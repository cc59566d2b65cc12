import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { expect } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import type { RunKind } from '../../src/store/run-kinds.ts'
import { type Databases, dump, firstDifference, openFresh } from '../databases.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { endOf, type startLabel } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

const PAIRS = 80
const CONCURRENCY = 4
const SEED = 20_260_201
const KILLS = 3

type Command = {
  kind: RunKind
  start: typeof startLabel
  /** Beside the dataset and the model. */
  parameters: readonly string[]
  /** The same without kills. */
  undisturbed: (context: Context, url: string) => Promise<unknown>
  /** How many entries are done. */
  done: (prisma: Context['prisma']) => Promise<number>
}

/**
 * Kills a command that asks a language model about every entry at random moments, and runs it to its end:
 * the rows are those of a run without kills, and no more was asked twice than was under way.
 */
export const killAtRandom = async (database: Databases, command: Command): Promise<void> => {
  const undisturbed = await openFresh(database)
  const all = await openFresh(database)
  const pairs = tempFile(manyPairs(PAIRS))
  for (const { context } of [undisturbed, all]) await ingestPairs(context, { dataset: 'd', files: [pairs] })
  const calm = await startFakeOpenAi()
  await command.undisturbed(undisturbed.context, calm.url)
  expect(calm.received).toHaveLength(2 * PAIRS)

  const random = xoroshiro128plus(SEED)
  let child: ReturnType<typeof startLabel> | undefined
  let killAt = Number.POSITIVE_INFINITY
  let killIn = 0
  const fake = await startFakeOpenAi({
    delayMs: () => 5 + 20 * Math.random(),
    onRequest: (count) => {
      if (count < killAt) return
      killAt = Number.POSITIVE_INFINITY
      const victim = child
      setTimeout(() => victim?.kill('SIGKILL'), killIn)
    },
  })
  const same = ['--dataset', 'd', '--model', 'fake', '--backend', 'openai', ...command.parameters]
  const run = () => {
    child = command.start(all.url, [...same, '--yes', '--concurrency', `${CONCURRENCY}`], {
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: fake.url,
    })
    return endOf(child)
  }
  const done = () => command.done(all.prisma)
  const log: string[] = []
  let whileWriting = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const before = await done()
    // A random moment within the share of what is left that leaves enough for the other kills.
    const share = uniformFloat64(random) / (KILLS - kill)
    killAt = fake.received.length + 1 + Math.floor(share * (2 * PAIRS - before))
    killIn = 40 * uniformFloat64(random)
    const { signal, code, output } = await run()
    const after = await done()
    log.push(`${signal ?? code}: ${before} → ${after} entries, ${fake.received.length} requests`)
    expect(signal, [...log, output].join('\n')).toBe('SIGKILL')
    if (after > before) whileWriting++
  }
  const last = await run()
  expect(last.code, [...log, last.output].join('\n')).toBe(0)

  expect(
    firstDifference(await dump(all.connection), await dump(undisturbed.connection)),
    log.join('\n'),
  ).toBeNull()
  // A kill may come after the end of the Run, before that of its process: the next one has nothing to do.
  const runs = await all.prisma.run.findMany({ where: { kind: command.kind, position: { gt: 0 } } })
  expect(runs.map(({ state, position }) => [state, position])).toEqual([['DONE', 2 * PAIRS]])
  expect(new Set(fake.received.map(({ conversation }) => conversation)).size).toBe(2 * PAIRS)
  const repeated = fake.received.length - 2 * PAIRS
  // Under way, too, is an answer on its way into the database.
  expect(repeated, log.join('\n')).toBeLessThanOrEqual(KILLS * (CONCURRENCY + 1))
  // Kills that interrupt nothing would show nothing.
  expect(repeated).toBeGreaterThanOrEqual(KILLS)
  expect(whileWriting, log.join('\n')).toBeGreaterThanOrEqual(KILLS / 2)
}
