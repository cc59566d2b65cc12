import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'junit2json'
import { describe, expect, it, vi } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { readConfig } from '../../src/server/config.ts'
import { startServer } from '../../src/server/server.ts'
import { createToken } from '../../src/store/access-tokens.ts'
import { openFresh } from '../databases.ts'
import { SEAL_SMALL, SQLITE } from '../graphql/ask.ts'
import { temporaryFolder } from '../temporary.ts'
import { endOf, startDataset, startObjectives } from './command-line.ts'

const dataset = 'checkpoints'
const BEFORE = readFileSync(SEAL_SMALL.post, 'utf8').trim().split('\n')

const written = (name: string, text: string): string => {
  const file = path.join(temporaryFolder(), name)
  writeFileSync(file, text)
  return file
}

/** Rewards of the pairs from `first` on, `swapped` of them those of the other answer. */
const rewards = (name: string, first: number, swapped: number): string => {
  const [header, ...lines] = BEFORE
  const rows = lines.map((line, index) => {
    const [rowId, chosen, rejected] = line.split(',')
    return index >= first && index < first + swapped ? `${rowId},${rejected},${chosen},` : line
  })
  return written(`${name}.csv`, `${[header, ...rows].join('\n')}\n`)
}

const GATE = `dataset: ${dataset}
objectives:
  - name: aligned
    metric: ALIGNMENT
    atLeast: 0.5
  - name: aligned on the first hundred
    metric: ALIGNMENT
    where: { rowId: { lte: 99 } }
    atLeast: 0.5
  - name: no worse than when it was kept
    metric: ALIGNMENT
    noWorseThan: { saved: true, margin: 0.2 }
`

// What is kept is tested on every database: test/store/objectives.test.ts.
describe('npm run objectives', () => {
  // Six processes, each of some seconds.
  it('holds a sixth checkpoint to what five have shown, and to what is asked of all', {
    timeout: 180_000,
  }, async () => {
    const { url, context, prisma } = await openFresh(SQLITE)
    await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
    for (let step = 1; step <= 6; step++) {
      const file = step < 6 ? rewards(`step-${step}`, 100 + 40 * step, 10) : rewards('step-6', 0, 100)
      await ingestRewards(context, {
        dataset,
        model: `step-${step}`,
        stage: 'POST',
        series: 'run',
        step,
        file,
      })
    }
    const gate = written('gate.yaml', GATE)
    const [junit, markdown] = ['out.xml', 'out.md'].map((name) => path.join(temporaryFolder(), name))
    const run = async (parameters: string[], environment = {}) =>
      endOf(startObjectives(url, [gate, ...parameters], environment))

    const first = await run(['--post', 'step-5', '--save'])
    expect(first.output).toMatch(
      /^INCONCLUSIVE no worse than when it was kept: .*its number was not kept yet/m,
    )
    expect(first.output).toMatch(/^2 PASS, 1 INCONCLUSIVE \(dataset "checkpoints", revision 7\)$/m)
    expect(first.output).toContain('kept "aligned" (new)')
    expect(first.code).toBe(3)

    const fifth = await run(['--post', 'step-5', '--junit', junit, '--markdown', markdown])
    expect(fifth.output).toMatch(/^PASS +no worse than when it was kept +0 /m)
    expect(fifth.code).toBe(0)
    expect(await parse(readFileSync(junit, 'utf8'))).toMatchObject({ tests: 3, failures: 0 })

    const sixth = await run(['--post', 'step-6', '--junit', junit, '--markdown', markdown])
    expect(sixth.code).toBe(1)
    const read = (await parse(readFileSync(junit, 'utf8'))) as { testsuite: { testcase: object[] }[] }
    expect(read).toMatchObject({ tests: 3, failures: 1, testsuite: [{ name: dataset, skipped: 0 }] })
    expect(read.testsuite[0].testcase).toEqual([
      { classname: dataset, name: 'aligned' },
      {
        classname: dataset,
        name: 'aligned on the first hundred',
        failure: [{ type: 'FAIL', message: expect.stringContaining('shown to be below 0.5') }],
      },
      { classname: dataset, name: 'no worse than when it was kept' },
    ])
    expect(readFileSync(markdown, 'utf8')).toContain('### Objectives: 2 PASS, 1 FAIL')

    const server = await startServer(readConfig({ DATABASE_URL: url, PORT: '0' }))
    try {
      const asked = ['--post', 'step-6', '--url', new URL(server.url).origin]
      expect(await run(asked)).toMatchObject({ code: 1, output: sixth.output })
      const token = await createToken(prisma, { name: 'ci', scope: 'READ' })
      // A server hears of its first token within seconds.
      await vi.waitUntil(async () => (await fetch(server.url, { method: 'POST' })).status === 401, 30_000)
      const refused = await run(asked, { SEAL_TOKEN: 'seal_wrong' })
      expect(refused).toMatchObject({
        code: 2,
        output: expect.stringContaining('error: this token is not known'),
      })
      expect(refused.output).not.toContain('seal_wrong')
      expect(await run(asked, { SEAL_TOKEN: token })).toMatchObject({ code: 1, output: sixth.output })
    } finally {
      await server.close()
    }

    const described = await endOf(startDataset(url, ['describe', dataset]))
    expect(described.output).toMatch(/^objective aligned: ALIGNMENT above 0\.5, kept at revision 7$/m)
    const remove = (name: string) => endOf(startDataset(url, ['delete', dataset, '--objective', name]))
    expect(await remove('aligned')).toMatchObject({ code: 0, output: 'objective "aligned" is deleted\n' })
    expect(await remove('aligned')).toMatchObject({
      code: 1,
      output: expect.stringMatching(/unknown objective .*; known: aligned on the first hundred, no worse/),
    })
    expect(await prisma.objective.count()).toBe(2)
  })

  it('judges nothing where anything is wrong, and says all of it with its line and column', async () => {
    const { url, context, prisma } = await openFresh(SQLITE)
    await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
    await ingestRewards(context, { dataset, model: 'rewards', stage: 'POST', file: SEAL_SMALL.post })
    const broken = `dataset: ${dataset}
objectives:
  - { name: a, metric: ALIGNMNT, atLeast: 0.5 }
  - name: b
    metric: ALIGNMENT
    atLeast: 0.5
    within: { lower: 0.4, upper: 0.6 }
  - { name: c, metric: IMPRINT, feature: is_nothing, atLeast: 0 }
  - { name: d, metric: ALIGNMENT, atLeast: half }
  - { name: e, metric: ALIGNMENT, post: reward, atLeast: 0.5 }
`
    const file = written('broken.yaml', broken)
    const junit = written('stale.xml', '<testsuites/>')
    const { code, output } = await endOf(startObjectives(url, [file, '--save', '--junit', junit]))
    const lines = output.trim().split('\n')
    expect(lines).toEqual([
      'error: nothing was judged',
      `${file}:3:24: objectives[0].metric: unknown "ALIGNMNT"; did you mean ALIGNMENT or MISALIGNMENT?`,
      expect.stringContaining(`${file}:7:13: objectives[1].within: give exactly one of atLeast`),
      expect.stringContaining(`${file}:8:42: objectives[2].feature: unknown feature "is_nothing"`),
      `${file}:9:44: objectives[3].atLeast: is "half"; must be a finite number`,
      `${file}:10:41: objectives[4].post: unknown reward model "reward"; known: rewards; did you mean rewards?`,
    ])
    expect(code).toBe(2)
    expect(existsSync(junit)).toBe(false)
    expect(await prisma.objective.count()).toBe(0)

    const other = written(
      'other.json',
      JSON.stringify({ dataset: 'nothing', objectives: [{ name: 'a', metric: 'ALIGNMENT', atLeast: 0.5 }] }),
    )
    expect(await endOf(startObjectives(url, [other]))).toMatchObject({
      code: 2,
      output: `error: nothing was judged\n${other}:1:12: dataset: unknown dataset "nothing"; known: ${dataset}\n`,
    })
    for (const parameters of [
      ['nowhere.yaml'],
      [other, '--markdown', other],
      [file, '--junit', path.dirname(file)],
      [file, '--save', '--url', 'http://127.0.0.1:1/graphql'],
      [other, '--url', 'http://127.0.0.1:1/graphql'],
    ])
      expect(await endOf(startObjectives(url, parameters))).toMatchObject({
        code: 2,
        output: expect.stringMatching(/^error: /),
      })
    expect(existsSync(other)).toBe(true)
  })
})
