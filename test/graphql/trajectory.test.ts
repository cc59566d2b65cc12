import { describe, expect, it } from 'vitest'
import { writeCheckpoint } from '../../scripts/synthetic/checkpoints.ts'
import type { EngineKind } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases } from '../databases.ts'
import { tempFile } from '../pipeline/files.ts'
import { SEAL_SMALL, shared, write } from './ask.ts'

const dataset = 'd'

/** Rewards of a model so far on the way from the pre to the post model, from 0 to 1. */
const rewardsAt = async (way: number): Promise<string> => {
  const file = tempFile('')
  await writeCheckpoint({ before: SEAL_SMALL.pre, after: SEAL_SMALL.post }, way, file)
  return file
}

/** Brought in no order: five checkpoints, two of one step, one without, and a model that is none. */
const MODELS = [
  { model: 'run-1000', way: 1, series: 'run', step: 1000 },
  { model: 'before', way: 0.1 },
  { model: 'run-50b', way: 0.6, series: 'run', step: 50 },
  { model: 'run-50a', way: 0.4, series: 'run', step: 50 },
  { model: 'run-0', way: 0, series: 'run', step: 0 },
  { model: 'run-last', way: 0.8, series: 'run' },
]

const fill = async (context: Context) => {
  await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
  for (const { way, ...model } of MODELS)
    await ingestRewards(context, { dataset, stage: 'POST', file: await rewardsAt(way), ...model })
  await ingestLabels(context, { dataset, labeler: 'labeler', file: SEAL_SMALL.labels })
  await ingestLabels(context, { dataset, labeler: 'control', file: SEAL_SMALL.control })
}

type Point = { model: { name: string }; step: number | null; audit: { pre: { name: string } | null } }

const NUMBERS = `
  pre { name } post { name } labeler { name } coverage { bothScored }
  alignment { score } before: alignment(stage: PRE) { score reason }
  regimes { regime pairs reason } alignmentChange { pValue } alignmentChangeReason
  rewardShift { mean pairs reason } marginChange { median reason }
  imprints { terms { feature estimate standardError } }
  shiftImprints { terms { feature side estimate } } choices(by: MODEL) { terms { feature estimate } }
`

const [SQLITE, POSTGRESQL] = databases()
const engines: { kind: EngineKind; on: typeof SQLITE }[] = [{ kind: 'COLUMNS', on: SQLITE }]
if (POSTGRESQL) engines.push({ kind: 'COLUMNS', on: POSTGRESQL }, { kind: 'SQL', on: POSTGRESQL })

describe.each(engines.map((one) => ({ ...one, where: `${one.kind} on ${one.on.name}` })))(
  'a trajectory by $where',
  ({ kind, on }) => {
    const asking = shared(fill, { on, kind })
    const points = async (args = '', fields = 'pre { name }'): Promise<Point[]> => {
      const query = `{ dataset(name: "d") { trajectory${args} { model { name } step audit { ${fields} } } } }`
      return (await asking.ask(query)).dataset.trajectory
    }
    const names = (all: Point[]) => all.map(({ model, audit }) => [model.name, audit.pre?.name ?? null])

    it("has the checkpoints of the post model's series by step, then by name, those without a step last", async () => {
      const all = await points()
      expect(all.map(({ model, step }) => [model.name, step])).toEqual([
        ['run-0', 0],
        ['run-50a', 50],
        ['run-50b', 50],
        ['run-1000', 1000],
        ['run-last', null],
      ])
      expect(names(all).map(([, pre]) => pre)).toEqual([null, 'run-0', 'run-50a', 'run-50b', 'run-1000'])
      expect(names(await points('(series: "run")'))).toEqual(names(all))
      expect(names(await points('(against: FIRST)')).map(([, pre]) => pre)).toEqual([
        null,
        ...['run-0', 'run-0', 'run-0', 'run-0'],
      ])
    })

    it('has the models that are named, each once, whatever their series', async () => {
      expect(names(await points('(models: ["run-last", "run-50b", "before", "run-50b"])'))).toEqual([
        ['run-50b', null],
        ['before', 'run-50b'],
        ['run-last', 'before'],
      ])
      expect(await points('(models: [])')).toEqual([])
    })

    it.each(['PREVIOUS', 'FIRST'])('has the numbers of audits of two models, against %s', async (against) => {
      const slice = 'labeler: "control", where: { rowId: { lte: 400 } }'
      const all = await points(`(against: ${against}, ${slice})`, NUMBERS)
      for (const { model, audit } of all.slice(1)) {
        const { dataset } = await asking.ask(
          `{ dataset(name: "d") { audit(pre: "${audit.pre?.name}", post: "${model.name}", ${slice}) { ${NUMBERS} } } }`,
        )
        expect(audit).toEqual(dataset.audit)
      }
    })

    it('begins with an audit without a pre model, which says so', async () => {
      const [{ audit }] = (await points('', NUMBERS)) as unknown as { audit: Record<string, never> }[]
      const reason = 'the first model of a trajectory is compared with none'
      expect(audit).toMatchObject({
        ...{ pre: null, post: { name: 'run-0' }, coverage: { bothScored: 0 } },
        before: { score: null, reason },
        rewardShift: { mean: null, pairs: 0, reason },
        marginChange: { median: null, reason },
        ...{ alignmentChange: null, alignmentChangeReason: reason },
      })
      const { dataset } = await asking.ask(
        `{ dataset(name: "d") { audit(post: "run-0") { alignment { score } imprints { terms { feature estimate standardError } } } } }`,
      )
      expect(audit).toMatchObject(dataset.audit)
    })

    it('is not of models or labelers that there are not', async () => {
      const refused = async (args: string) => {
        const { data, errors } = await asking.answer(
          `{ dataset(name: "d") { name trajectory(${args}) { step } } }`,
        )
        expect(data).toEqual({ dataset: { name: 'd', trajectory: null } })
        return errors[0]
      }
      expect(await refused('models: ["run-0", "nobody"]')).toMatchObject({
        message: expect.stringMatching(/^unknown reward model "nobody"; known: run-1000, before,/),
        extensions: { code: 'NOT_FOUND' },
      })
      expect(await refused('series: "nothing"')).toMatchObject({
        message: expect.stringMatching(/^unknown series "nothing"; known: run/),
        extensions: { code: 'NOT_FOUND' },
      })
      expect(await refused('series: "run", models: ["run-0"]')).toMatchObject({
        message: 'models and series: give one of them',
        extensions: { code: 'INVALID_INPUT' },
      })
      expect(await refused('labeler: "nobody"')).toMatchObject({
        message: 'unknown labeler "nobody"; known: labeler, control',
        extensions: { code: 'NOT_FOUND' },
      })
      expect(await refused('where: { rowId: { gte: 2, lte: 1 } }')).toMatchObject({
        extensions: { code: 'INVALID_INPUT' },
      })
    })

    it('is a table, too: a row for each number', async () => {
      const models = '["run-0", "run-1000"]'
      const response = await asking.yoga.fetch(
        `http://test/tables/d/trajectory.json?against=FIRST&models=${encodeURIComponent(models)}`,
        { method: 'GET' },
      )
      const rows = (await response.json()) as Record<string, string | number | null>[]
      const all = (await points(`(against: FIRST, models: ${models})`, NUMBERS)) as unknown as {
        audit: Record<string, { mean: number; score: number; terms: { feature: string; estimate: number }[] }>
      }[]
      expect(rows.filter(({ metric }) => metric === 'alignment')).toEqual([
        expect.objectContaining({ model: 'run-0', series: 'run', step: 0, pre: null, p_value: null }),
        expect.objectContaining({ model: 'run-1000', series: 'run', step: 1000, pre: 'run-0' }),
      ])
      const [first, last] = ['run-0', 'run-1000'].map((name) => rows.filter(({ model }) => model === name))
      const numbersOf = (of: typeof rows, wanted: string) =>
        of.flatMap(({ metric, feature, estimate }) => (metric === wanted ? [{ feature, estimate }] : []))
      const { audit } = all[1]
      expect(numbersOf(last, 'alignment')).toEqual([{ feature: null, estimate: audit.alignment.score }])
      expect(numbersOf(last, 'reward_shift')).toEqual([{ feature: null, estimate: audit.rewardShift.mean }])
      expect(numbersOf(last, 'imprint')).toEqual(
        audit.imprints.terms.map(({ feature, estimate }) => ({ feature, estimate })),
      )
      expect(numbersOf(last, 'choice')).toEqual(
        audit.choices.terms.map(({ feature, estimate }) => ({ feature, estimate })),
      )
      expect(first.find(({ metric }) => metric === 'margin_change')).toMatchObject({
        estimate: null,
        reason: 'the first model of a trajectory is compared with none',
      })
    })

    it('is of another series when a command says so', async () => {
      await write(asking.url, async (context) =>
        ingestRewards(context, {
          ...{ dataset, stage: 'POST', model: 'before', file: await rewardsAt(0.1) },
          ...{ series: 'run', step: 7 },
        }),
      )
      expect(names(await points()).slice(0, 3)).toEqual([
        ['run-0', null],
        ['before', 'run-0'],
        ['run-50a', 'before'],
      ])
    })
  },
)

describe('a trajectory of a dataset without series', () => {
  const asking = shared(async (context) => {
    await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
    for (const model of ['m10', 'm9', 'm100', 'M9'])
      await ingestRewards(context, { dataset, model, stage: 'PRE', file: SEAL_SMALL.pre })
    await ingestPairs(context, { dataset: 'bare', files: [SEAL_SMALL.pairs] })
  })

  it('has all models by name, numbers in it as numbers', async () => {
    const query = '{ dataset(name: "d") { trajectory { model { name } } } }'
    const { trajectory } = (await asking.ask(query)).dataset
    expect(trajectory.map(({ model }: Point) => model.name)).toEqual(['m9', 'M9', 'm10', 'm100'])
    expect(
      (await asking.ask('{ dataset(name: "bare") { trajectory { step } } }')).dataset.trajectory,
    ).toEqual([])
  })
})
