import { describe, expect, it } from 'vitest'
import { writeCheckpoint } from '../../scripts/synthetic/checkpoints.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestSealSmall, SEAL_SMALL, shared } from '../graphql/ask.ts'
import { tempFile } from '../pipeline/files.ts'
import { compiled, textsIn } from './compiled.ts'

const dataset = 'seal-small'
const NAMES = ['pre-model', 'mid', 'post-model']
const STEPS = [0, 1000, 3000]

const fill = async (context: Context) => {
  await ingestSealSmall(context)
  const file = tempFile('')
  await writeCheckpoint({ before: SEAL_SMALL.pre, after: SEAL_SMALL.post }, 0.5, file)
  const bring = (model: string, stage: 'PRE' | 'POST', file: string, step?: number) =>
    ingestRewards(context, {
      dataset,
      model,
      stage,
      file,
      step,
      ...(step === undefined ? {} : { series: 'run' }),
    })
  await bring('pre-model', 'PRE', SEAL_SMALL.pre, STEPS[0])
  await bring('mid', 'POST', file, STEPS[1])
  await bring('post-model', 'POST', SEAL_SMALL.post, STEPS[2])
  await bring('other', 'POST', file)
}

type Row = Record<string, number | string | null>

/** All inline data of a specification that are of a checkpoint, whatever panel or layer they lie in. */
const rowsIn = (part: unknown): Row[] => {
  if (typeof part !== 'object' || part === null) return []
  const { data } = part as { data?: { values?: Row[] } }
  const own = (data?.values ?? []).filter(({ checkpoint }) => checkpoint !== undefined)
  return [...own, ...Object.values(part).flatMap(rowsIn)]
}

const six = (value: number | null | undefined) => (value == null ? null : Number(value.toPrecision(6)))
type Interval = { lower: number; upper: number }
type Term = {
  title: string
  estimate: number | null
  confidenceInterval: Interval | null
  adjustedPValue: number | null
}
const TERMS = 'terms { title estimate confidenceInterval { lower upper } adjustedPValue }'

describe('figures over steps', () => {
  const asking = shared(fill)
  const audit = async (fields: string) =>
    (await asking.ask(`{ dataset(name: "seal-small") { audit { ${fields} } } }`)).dataset.audit
  const trajectory = async (fields: string, args = '(against: PREVIOUS)') =>
    (await asking.ask(`{ dataset(name: "seal-small") { trajectory${args} { audit { ${fields} } } } }`))
      .dataset.trajectory
  const figure = async (name: string, args = '') => (await audit(`figure(name: ${name}${args})`)).figure

  it('have the alignment of each checkpoint, filled where it changed', async () => {
    const points = await trajectory(
      'alignment { score confidenceInterval { lower upper } } alignmentChange { pValue }',
    )
    const rows = rowsIn(await figure('ALIGNMENT_OVER_STEPS'))
    expect(rows.map(({ checkpoint, step }) => [checkpoint, step])).toEqual(
      NAMES.map((name, at) => [name, STEPS[at]]),
    )
    for (const [at, { audit }] of points.entries()) {
      const { score, confidenceInterval } = audit.alignment
      expect(rows[at]).toMatchObject({
        value: six(score),
        lower: six(confidenceInterval.lower),
        upper: six(confidenceInterval.upper),
      })
      expect(rows[at].fill !== 'white').toBe((audit.alignmentChange?.pValue ?? 1) < 0.05)
    }
    expect(new Set(rows.map(({ fill }) => fill)).size).toBe(2)
  })

  it.each(['PREVIOUS', 'FIRST'])('have the mean shift from %s with its interval', async (against) => {
    const points = await trajectory('rewardShift { pairs mean standardDeviation }', `(against: ${against})`)
    const rows = rowsIn(await figure('SHIFTS_OVER_STEPS', `, against: ${against}`))
    expect(rows.map(({ step }) => step)).toEqual(STEPS.slice(1))
    for (const [at, { audit }] of points.slice(1).entries()) {
      const { pairs, mean, standardDeviation } = audit.rewardShift
      expect(pairs).toBe(600)
      // R: qt(0.975, 599)
      const half = (1.96393224894528 * standardDeviation) / Math.sqrt(pairs)
      expect(rows[at].value).toBe(six(mean))
      expect(rows[at].lower).toBeCloseTo(mean - half, 4)
      expect(rows[at].upper).toBeCloseTo(mean + half, 4)
    }
  })

  /** By panel: the figure's values, lower and upper ends and what is filled. */
  const panelsOf = ({ concat }: { concat: { title: { text: string; subtitle?: string[] } }[] }) =>
    new Map(
      concat.map((panel) => [[panel.title.text, ...(panel.title.subtitle ?? [])].join(' '), rowsIn(panel)]),
    )
  const shown = ({ estimate, confidenceInterval: interval, adjustedPValue }: Term) => [
    ...[estimate, interval?.lower, interval?.upper].map(six),
    adjustedPValue !== null && adjustedPValue < 0.05,
  ]
  const drawn = ({ value, lower, upper, fill }: Row) => [value, lower, upper, fill !== 'white']

  it('have a panel for each feature with its imprints, what changed most first', async () => {
    const points = await trajectory(`imprints(options: { scale: STANDARDIZED }) { ${TERMS} }`)
    const terms: Term[][] = points.map(
      ({ audit }: { audit: { imprints: { terms: Term[] } } }) => audit.imprints.terms,
    )
    const panels = panelsOf(await figure('IMPRINTS_OVER_STEPS'))
    expect(panels.size).toBe(15)
    for (const [at, { title }] of terms[0].entries())
      expect(panels.get(title)?.map(drawn) ?? [], title).toEqual(
        terms
          .map((all) => all[at])
          .filter(({ estimate }) => estimate !== null)
          .map(shown),
      )
    const changes = [...panels.values()].map((rows) =>
      Math.abs(Number(rows[2].value) - Number(rows[0].value)),
    )
    expect(changes).toEqual([...changes].sort((a, b) => b - a))
  })

  it('have choices of models beside those of people', async () => {
    const options = 'options: { scale: STANDARDIZED, features: ["is_harmless", "is_eloquent"] }'
    const points = await trajectory(`choices(by: MODEL, ${options}) { ${TERMS} }`)
    const people = (await audit(`choices(${options}) { ${TERMS} }`)).choices
    const panels = panelsOf(await figure('CHOICES_OVER_STEPS', `, ${options}`))
    expect(panels.size).toBe(2)
    for (const [at, { title }] of (people.terms as Term[]).entries())
      expect(panels.get(title)?.map(drawn)).toEqual([
        ...points.map(({ audit }: { audit: { choices: { terms: Term[] } } }) =>
          shown(audit.choices.terms[at]),
        ),
        ...NAMES.map(() => shown(people.terms[at])),
      ])
  })

  it('have the features that are asked for, in their order', async () => {
    for (const name of ['IMPRINTS_OVER_STEPS', 'CHOICES_OVER_STEPS']) {
      const some = await figure(name, ', features: ["is_eloquent", "is_harmless"]')
      expect([...panelsOf(some).keys()]).toEqual(['is eloquent', 'is harmless'])
    }
    const refused = async (feature: string) => {
      const { errors } = await asking.answer(
        `{ dataset(name: "seal-small") { audit { figure(name: IMPRINTS_OVER_STEPS, features: ["${feature}"]) } } }`,
      )
      return errors[0]
    }
    expect(await refused('nothing')).toMatchObject({ extensions: { code: 'NOT_FOUND' } })
    expect(await refused('length_words')).toMatchObject({
      message: 'features: the regression has no "length_words"; options.features says what it is on',
      extensions: { code: 'INVALID_INPUT' },
    })
  })

  it('have names in the place of steps where not all have one', async () => {
    for (const name of [
      'ALIGNMENT_OVER_STEPS',
      'IMPRINTS_OVER_STEPS',
      'CHOICES_OVER_STEPS',
      'SHIFTS_OVER_STEPS',
    ]) {
      const texts = textsIn(await compiled(await figure(name)))
      expect(texts, name).toContain('step')
      expect(texts, name).toContain('3 checkpoints of run, by step.')
      const mixed = textsIn(await compiled(await figure(name, ', models: ["other", "mid"]')))
      expect(mixed, name).toEqual(expect.arrayContaining(['mid', 'other']))
      expect(mixed, name).not.toContain('step')
      const none = textsIn(await compiled(await figure(name, ', models: []')))
      expect(none.join(' '), name).toContain('there is no model')
    }
  })

  it('are drawn at their addresses', async () => {
    const response = await asking.yoga.fetch(
      'http://test/figures/seal-small/shifts-over-steps.json?against=FIRST',
      { method: 'GET' },
    )
    expect(await response.json()).toEqual(await figure('SHIFTS_OVER_STEPS', ', against: FIRST'))
  })
})
