import { describe, expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestSealSmall, type Problem, SEAL_SMALL, shared } from '../graphql/ask.ts'
import { compiled, NAMES, textsIn } from './compiled.ts'

const fill = async (context: Context) => {
  for (const dataset of ['bare', 'unlabeled', 'untrained']) {
    await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
  }
  for (const dataset of ['unlabeled', 'untrained']) {
    await ingestRewards(context, { dataset, model: 'pre-model', stage: 'PRE', file: SEAL_SMALL.pre })
  }
  await ingestRewards(context, {
    dataset: 'unlabeled',
    model: 'post-model',
    stage: 'POST',
    file: SEAL_SMALL.post,
  })
  await ingestLabels(context, { dataset: 'untrained', labeler: 'labeler', file: SEAL_SMALL.labels })
}

const QUERY = `query ($dataset: String!, $name: FigureName!) {
  dataset(name: $dataset) { audit { figure(name: $name) } }
}`

const OF_REWRITER = ['ROBUSTNESS', 'FLIPS', 'SIMILARITY_BY_SHIFT']
const OF_LABELS = ['SHIFTS_BY_REGIME', 'PREVALENCE', 'TOPICS']
/** Of what is measured where nothing is labeled. */
const OF_FEATURES = [
  'IMPRINTS_OVER_STEPS',
  'CHOICES_OVER_STEPS',
  'CHOICES',
  'IMPRINTS',
  'SHIFT_IMPRINTS',
  'MARGIN_CHANGE_IMPRINTS',
  'MISALIGNMENT',
]
const OF_POST = [
  'REWARD_DISTRIBUTION',
  'IMPRINTS',
  'SHIFT_IMPRINTS',
  'MARGIN_CHANGES',
  'MARGIN_CHANGE_IMPRINTS',
  'CALIBRATION',
  'MISALIGNMENT',
  'SHIFTS_BY_REGIME',
  'PROBABILITIES',
  'REWARD_HEATMAP',
  'REWARD_DIRECTIONS',
  'AGREEMENT',
]
const ALONE = [...OF_REWRITER, 'LABELER_AGREEMENT']
const DRAWN = NAMES.filter((name) => !ALONE.includes(name))

const LACK = /the dataset has no (rewards|PRE model|POST model|labels): bring [\w ]+ npm run ingest -- \w+/

describe('what a dataset does not have', () => {
  const asking = shared(fill)
  /** The figures that show no reason in place of their marks. */
  const withoutReason = async (dataset: string, names: readonly string[]) => {
    const result: string[] = []
    for (const name of names) {
      const { audit } = (await asking.ask(QUERY, { dataset, name })).dataset
      // Lines of a text are texts of their own.
      if (!LACK.test(textsIn(await compiled(audit.figure)).join(' '))) result.push(name)
    }
    return result
  }

  it('is said by every figure of a dataset with nothing but pairs', async () => {
    expect(await withoutReason('bare', DRAWN)).toEqual([])
  })

  it('is said where labels are missing', async () => {
    expect(await withoutReason('unlabeled', OF_LABELS)).toEqual([])
    expect(await withoutReason('unlabeled', OF_FEATURES)).toEqual(OF_FEATURES)
    for (const name of OF_FEATURES) {
      const { audit } = (await asking.ask(QUERY, { dataset: 'unlabeled', name })).dataset
      expect(textsIn(await compiled(audit.figure)), name).toContain('length in words')
    }
  })

  it('is said once: not in every row', async () => {
    const { audit } = (await asking.ask(QUERY, { dataset: 'unlabeled', name: 'TOPICS' })).dataset
    expect(JSON.stringify(audit.figure).match(/the dataset has no labels/g)).toHaveLength(1)
    expect(audit.figure.mark.type).toBe('text')
    const one = (await asking.ask(QUERY, { dataset: 'untrained', name: 'IMPRINTS' })).dataset.audit.figure
    expect(one.title.subtitle.join(' ')).toMatch(
      /Without the post model: the dataset has no POST model: bring its/,
    )
    // What one model has by itself is drawn.
    const series = JSON.stringify(one.layer).match(/"series":"[^"]*"/g)
    expect(new Set(series)).toEqual(new Set(['"series":"pre model"']))
  })

  it('is said where there is no post model', async () => {
    expect(await withoutReason('untrained', OF_POST)).toEqual([])
  })

  it('is NOT_FOUND where a figure is about it, beside all that can be drawn', async () => {
    const { data, errors } = await asking.answer(
      `{ dataset(name: "bare") { audit { ${NAMES.map((name) => `${name}: figure(name: ${name})`).join(' ')} } } }`,
    )
    const drawn = NAMES.filter((name) => data.dataset.audit[name] !== null)
    expect(drawn).toEqual(DRAWN)
    expect(errors.map(({ path }: Problem) => path?.at(-1)).sort()).toEqual([...ALONE].sort())
    for (const { message, extensions } of errors as Problem[]) {
      expect(extensions).toEqual({ code: 'NOT_FOUND' })
      expect(message).toMatch(/^the dataset has no .* npm run ingest -- (rewrites|labels)/)
    }
  })

  it.each([
    ['ROBUSTNESS', 'rewriter: "nobody"', 'unknown rewriter "nobody"; there is none yet'],
    ['LABELER_AGREEMENT', 'with: ["nobody"]', 'unknown labeler "nobody"; known: labeler'],
    ['MARGINS', 'models: ["nobody"]', 'unknown reward model "nobody"; known: pre-model'],
  ])('is NOT_FOUND where %s is asked for it by name', async (name, args, message) => {
    const { errors } = await asking.answer(
      `{ dataset(name: "untrained") { audit { figure(name: ${name}, ${args}) } } }`,
    )
    expect(errors).toMatchObject([{ message, extensions: { code: 'NOT_FOUND' } }])
  })
})

describe('an estimate without an interval', () => {
  const asking = shared(ingestSealSmall)

  it('says so', async () => {
    const where = { rowId: { gte: 4, lte: 6 } }
    const query = `query ($where: PairFilter) {
      dataset(name: "seal-small") { audit(where: $where) { imprints { terms { estimate standardError } } figure(name: IMPRINTS) } }
    }`
    const { audit } = (await asking.ask(query, { where })).dataset
    const bare = audit.imprints.terms.filter(
      (term: { estimate: number | null; standardError: number | null }) =>
        term.estimate !== null && term.standardError === null,
    )
    expect(bare.length).toBeGreaterThan(0)
    const said = textsIn(await compiled(audit.figure)).filter((text) => text === 'no interval')
    expect(said.length).toBeGreaterThanOrEqual(bare.length)
  })
})
