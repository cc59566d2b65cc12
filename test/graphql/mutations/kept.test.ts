import { describe, expect, it } from 'vitest'
import { databases } from '../../databases.ts'
import { ingestSealSmall, shared } from '../ask.ts'
import { HOSTILE, mutating, ODD, told } from './mutate.ts'

const dataset = 'seal-small'
const HEALTH = { topic: ['Health and fitness'] }

describe.each(databases())('on $name', (on) => {
  const api = shared(ingestSealSmall, { on })
  const mutate = mutating(api)
  const revision = async (): Promise<number> =>
    (await api.ask('{ dataset(name: "seal-small") { revision } }')).dataset.revision

  describe('defaults', () => {
    const set = (defaults: object) =>
      mutate(
        'setDefaults',
        { dataset, ...defaults },
        'dataset { revision audit { pre { name } post { name } labeler { name } } }',
      )
    const own = { pre: { name: 'pre-model' }, post: { name: 'post-model' }, labeler: { name: 'labeler' } }

    it('are what is meant from then on, and each change is a revision', async () => {
      const before = await revision()
      expect((await set({})).made.dataset).toEqual({ revision: before, audit: own })
      const { made } = await set({ pre: 'post-model', post: 'pre-model', labeler: 'control' })
      expect(made.dataset).toEqual({
        revision: before + 1,
        audit: { pre: own.post, post: own.pre, labeler: { name: 'control' } },
      })
      expect((await set({ labeler: 'control' })).made.dataset.revision).toBe(before + 1)
      expect((await set({ pre: null })).made.dataset.audit.pre).toBeNull()
      const back = await set({ pre: 'pre-model', post: 'post-model', labeler: 'labeler' })
      expect(back.made.dataset).toEqual({ revision: before + 3, audit: own })
    })

    it('are none that there are not, and then none is changed', async () => {
      const before = await revision()
      expect(told((await set({ pre: 'post-model', post: 'x' })).error)).toEqual([
        'NOT_FOUND',
        'unknown reward model "x"; known: pre-model, post-model',
      ])
      expect(told((await set({ labeler: 'a\0b' })).error)[0]).toBe('NOT_FOUND')
      expect(told((await mutate('setDefaults', { dataset: '__proto__' })).error)[0]).toBe('NOT_FOUND')
      expect(await revision()).toBe(before)
    })
  })

  describe('named slices', () => {
    const save = (input: object) =>
      mutate(
        'saveSlice',
        { dataset, ...input },
        'isNew pairs slice { name description where } dataset { revision }',
      )
    const remove = (name: string) =>
      mutate('removeSlice', { dataset, name }, 'dataset { namedSlices { name } }')

    it('are saved, said anew and removed', async () => {
      const before = await revision()
      const { made } = await save({ name: 'health', where: HEALTH, description: 'Of health.' })
      expect(made).toEqual({
        isNew: true,
        pairs: expect.any(Number),
        slice: { name: 'health', description: 'Of health.', where: JSON.stringify(HEALTH) },
        dataset: { revision: before + 1 },
      })
      expect(made.pairs).toBeGreaterThan(0)
      const again = await save({ name: 'health', where: HEALTH, description: 'Of health.' })
      expect(again.made).toEqual({ ...made, isNew: false })
      // In the document itself, where objects are made by another way.
      const inline = await api.ask(
        'mutation { saveSlice(input: { dataset: "seal-small", name: "health", description: "Of health.", where: { topic: ["Health and fitness"] } }) { dataset { revision } } }',
      )
      expect(inline.saveSlice.dataset.revision).toBe(before + 1)
      await save({ name: 'other', where: { not: { slice: 'health' } } })
      expect(told((await remove('health')).error)).toEqual([
        'CONFLICT',
        'slice "health" is a part of "other"',
      ])
      expect((await remove('other')).made.dataset.namedSlices).toEqual([{ name: 'health' }])
      expect((await remove('health')).made.dataset.namedSlices).toEqual([])
      expect(told((await remove('health')).error)).toEqual([
        'NOT_FOUND',
        'unknown named slice "health"; there is none yet',
      ])
    })

    it('are seen by the fields behind them', async () => {
      const counted =
        'dataset { pairs(where: { slice: "s" }, first: 1) { totalCount edges { node { rowId } } } }'
      const saving = (where: string) =>
        `saveSlice(input: { dataset: "seal-small", name: "s", where: ${where} }) { pairs ${counted} }`
      const { a, b } = await api.ask(
        `mutation { a: ${saving('{ rowId: { lte: 3 } }')} b: ${saving('{ rowId: { gte: 1, lte: 2 } }')} }`,
      )
      for (const { pairs, dataset } of [a, b]) expect(dataset.pairs.totalCount).toBe(pairs)
      expect(a.pairs).toBeGreaterThan(b.pairs)
      await remove('s')
    })

    it('are not made of what is no filter', async () => {
      const before = await revision()
      expect(told((await save({ name: 's', where: { topic: ['x'] } })).error)[0]).toBe('NOT_FOUND')
      expect(told((await save({ name: 's', where: { slice: 's' } })).error)[0]).toBe('INVALID_INPUT')
      expect(told((await save({ name: 's', where: { text: 'a\0' } })).error)[0]).toBe('INVALID_INPUT')
      expect(told((await save({ name: 's', where: {}, description: 'x'.repeat(1001) })).error)[0]).toBe(
        'INVALID_INPUT',
      )
      for (const name of Object.values(HOSTILE))
        expect(told((await save({ name, where: {} })).error)[0]).toMatch(/^(INVALID_INPUT|LIMIT_EXCEEDED)$/)
      expect(await revision()).toBe(before)
      for (const name of ODD) {
        expect((await save({ name, where: { rowId: { lte: 3 } } })).made.slice.name).toBe(name)
        expect((await remove(name)).made.dataset.namedSlices).toEqual([])
      }
    })
  })

  describe('objectives', () => {
    const ALIGNED = { name: 'aligned', metric: 'ALIGNMENT', atLeast: 0.1 }
    const save = (objectives: object[]) =>
      mutate(
        'saveObjectives',
        { dataset, objectives },
        'verdicts { name outcome number } dataset { revision objectives { name outcome } }',
      )
    const remove = (names: string[]) =>
      mutate('removeObjectives', { dataset, names }, 'dataset { objectives { name } }')

    it('are kept with their numbers, which are baselines then', async () => {
      const before = await revision()
      const { made } = await save([ALIGNED, { ...ALIGNED, name: 'resists', metric: 'RESISTANCE' }])
      expect(made.verdicts).toEqual([
        { name: 'aligned', outcome: 'PASS', number: expect.any(Number) },
        { name: 'resists', outcome: 'PASS', number: 1 - made.verdicts[0].number },
      ])
      expect(made.dataset.revision).toBe(before + 1)
      expect(made.dataset.objectives.map(({ name }: { name: string }) => name)).toEqual([
        'aligned',
        'resists',
      ])
      const saved = { name: 'aligned', metric: 'ALIGNMENT', noWorseThan: { saved: true, margin: 0.2 } }
      expect((await save([saved])).made.verdicts).toEqual([made.verdicts[0]])
      expect((await remove(['resists'])).made.dataset.objectives).toEqual([{ name: 'aligned' }])
      expect(told((await remove(['aligned', 'x'])).error)).toEqual([
        'NOT_FOUND',
        'unknown objective of dataset "seal-small" "x"; known: aligned',
      ])
      expect((await remove(['aligned'])).made.dataset.objectives).toEqual([])
      expect((await remove([])).made.dataset.objectives).toEqual([])
      expect(await revision()).toBe(before + 4)
    })

    it('are not kept where one can not be judged', async () => {
      const before = await revision()
      const problems: [object[], string][] = [
        [[ALIGNED, { ...ALIGNED, name: 'b', post: 'x' }], 'INVALID_INPUT'],
        [[ALIGNED, ALIGNED], 'INVALID_INPUT'],
        [[{ ...ALIGNED, atMost: 1 }], 'INVALID_INPUT'],
        [[{ ...ALIGNED, where: { subset: ['a\0'] } }], 'INVALID_INPUT'],
        [Array.from({ length: 201 }, (_, index) => ({ ...ALIGNED, name: `${index}` })), 'LIMIT_EXCEEDED'],
        ...Object.values(HOSTILE).map((name): [object[], string] => [
          [{ ...ALIGNED, name }],
          'INVALID_INPUT',
        ]),
      ]
      for (const [objectives, code] of problems)
        expect(told((await save(objectives)).error)[0], JSON.stringify(objectives).slice(0, 99)).toBe(code)
      expect(await revision()).toBe(before)
    })
  })
})
