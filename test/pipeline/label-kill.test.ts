import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { endOf, startLabel } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'
import { APIS, label } from './labeling.ts'

const PAIRS = 150
const CONCURRENCY = 4
const SEED = 20_260_201
const KILLS = { SQLite: 20, PostgreSQL: 8 }
const pairs = tempFile(manyPairs(PAIRS))

describe('kill -9 of npm run label at random moments', () => {
  it.each(databases())(
    'loses nothing, pays twice for no more than what was under way, on $name',
    { timeout: 300_000 },
    async (database) => {
      const undisturbed = await openFresh(database)
      const all = await openFresh(database)
      for (const { context } of [undisturbed, all])
        await ingestPairs(context, { dataset: 'd', files: [pairs] })
      const calm = await startFakeOpenAi()
      await label(undisturbed.context, APIS[0], calm.url)
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
      const parameters = ['--dataset', 'd', '--labeler', 'l', '--model', 'fake', '--backend', 'openai']
      const run = () => {
        child = startLabel(all.url, [...parameters, '--yes', '--concurrency', `${CONCURRENCY}`], {
          OPENAI_API_KEY: 'sk-test',
          OPENAI_BASE_URL: fake.url,
        })
        return endOf(child)
      }
      const labels = () => all.prisma.label.count()
      const wanted = KILLS[database.name]
      const log: string[] = []
      let whileLabeling = 0
      for (let kill = 0; kill < wanted; kill++) {
        const left = 2 * PAIRS - (await labels())
        // A random moment within the share of what is left that leaves enough for the other kills.
        const share = uniformFloat64(random) / (wanted - kill)
        killAt = fake.received.length + 1 + Math.floor(share * left)
        killIn = 40 * uniformFloat64(random)
        const before = await labels()
        const { signal, code, output } = await run()
        const after = await labels()
        log.push(`${signal ?? code}: ${before} → ${after} labels, ${fake.received.length} requests`)
        expect(signal, [...log, output].join('\n')).toBe('SIGKILL')
        if (after > before) whileLabeling++
      }
      const last = await run()
      expect(last.code, [...log, last.output].join('\n')).toBe(0)

      expect(
        firstDifference(await dump(all.connection), await dump(undisturbed.connection)),
        log.join('\n'),
      ).toBeNull()
      const runs = await all.prisma.run.findMany({ where: { kind: 'LABELING' } })
      expect(runs.map(({ state, position }) => [state, position])).toEqual([['DONE', 2 * PAIRS]])
      expect(new Set(fake.received.map(({ conversation }) => conversation)).size).toBe(2 * PAIRS)
      const repeated = fake.received.length - 2 * PAIRS
      expect(repeated, log.join('\n')).toBeLessThanOrEqual(wanted * CONCURRENCY)
      // Kills that interrupt nothing would show nothing.
      expect(repeated).toBeGreaterThanOrEqual(wanted)
      expect(whileLabeling, log.join('\n')).toBeGreaterThanOrEqual(wanted / 2)
    },
  )
})
