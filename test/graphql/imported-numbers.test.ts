import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { EngineKind } from '../../src/engine/engine.ts'
import { parseTaxonomy } from '../../src/ingest/taxonomy.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestTaxonomy } from '../../src/pipeline/ingest-taxonomy.ts'
import { databases } from '../databases.ts'
import { adjustedGolden, asInR } from '../golden/adjusted.ts'
import { expectAgree } from '../golden/agree.ts'
import { csv, tempFile } from '../pipeline/files.ts'
import { ingestSources, SEAL_SMALL, shared } from './ask.ts'

type Term = { estimate: number; standardError: number; pValue: number }
const golden: {
  pairs: number
  sd: number
  answers: Record<'none' | 'pair' | 'none_standardized', Term[]>
  means: { chosen: number; rejected: number; pValue: number }
} = JSON.parse(readFileSync(new URL('../golden/numbers.json', import.meta.url), 'utf8')).seal_small

const PAIRS = 600
const dataset = 'seal-small'
const feature = { description: 'As nobody says.', kind: 'NUMERIC', role: 'SPOILER' }

/** As golden/numbers.R has it, for 0 chosen and 1 rejected entries; null: the entry has none. */
const numberOf = (rowId: number, side: 0 | 1): number | null =>
  (rowId + 2 * side) % 5 === 0 ? null : ((7 * rowId + 3 * side) % 11) / 4 - 1

const rowsOf = (cells: (rowId: number, side: 0 | 1) => (string | number)[]) =>
  Array.from({ length: PAIRS }, (_, rowId) => [
    [rowId, 'chosen', ...cells(rowId, 0)],
    [rowId, 'rejected', ...cells(rowId, 1)],
  ]).flat()

const NAMES = ['toxicity', 'large', 'small']

/** The fixture with numbers: those that some entries lack stand between others, which are as large and as small as can be. */
const ingest = async (context: Context) => {
  const files = [SEAL_SMALL.pairs]
  await ingestPairs(context, { dataset, files })
  const features = NAMES.map((name) => ({ ...feature, name, ...(name === 'toxicity' && { unit: 'logits' }) }))
  const declared = parseTaxonomy(
    { ...SEAL_TAXONOMY, features: [...features, ...SEAL_TAXONOMY.features] },
    'f.json',
  )
  await ingestTaxonomy(context, { dataset, ...declared })
  await ingestSources(context, dataset, SEAL_SMALL)
  const file = tempFile(
    csv(
      'row_id,preference,toxicity,large,small',
      rowsOf((rowId, side) => [
        numberOf(rowId, side) ?? '',
        (rowId % 3) - 1 + side === 0 ? '1e60' : '-1e60',
        rowId % 4 === side ? '1e-60' : 0,
      ]),
    ),
  )
  const { counts } = await ingestLabels(context, { dataset, file })
  expect(counts).toMatchObject({ rejected: 0, changed: 2 * PAIRS })
}

const isKnown = (rowId: number) => [0, 1].every((side) => numberOf(rowId, side as 0 | 1) !== null)
const wholeRows = Array.from({ length: PAIRS }, (_, rowId) => rowId).filter(isKnown)

const [SQLITE, POSTGRESQL] = databases()
const engines: { kind: EngineKind; on: typeof SQLITE }[] = [{ kind: 'COLUMNS', on: SQLITE }]
if (POSTGRESQL) engines.push({ kind: 'COLUMNS', on: POSTGRESQL }, { kind: 'SQL', on: POSTGRESQL })

describe.each(engines)('numbers that people bring, by $kind on $on.name', ({ kind, on }) => {
  const api = shared(ingest, { kind, on })
  const ask = async (fields: string) =>
    (await api.ask(`{ dataset(name: "seal-small") { ${fields} } }`)).dataset
  const audit = async (fields: string) => (await ask(`audit { ${fields} }`)).audit

  it('are features, behind those of labels and of texts', async () => {
    const { features } = await ask('features { name kind source unit role inRegressions }')
    const rest = { kind: 'NUMERIC', source: 'IMPORTED', role: 'SPOILER', inRegressions: false }
    expect(features.slice(-3)).toEqual([
      { name: 'toxicity', unit: 'logits', ...rest },
      { name: 'large', unit: null, ...rest },
      { name: 'small', unit: null, ...rest },
    ])
    const sources = features.map(({ source }: { source: string }) => source)
    expect([...new Set(sources)]).toEqual(['LABELER', 'TEXT', 'IMPORTED'])
  })

  const TERMS = 'pairs terms { title status estimate standardError pValue perStandardDeviation }'
  const imprints = async (args: string, options: string) =>
    (
      await audit(
        `imprints(stage: POST, ${args}, options: {maxVif: null, errors: CLUSTER, ${options}}) { ${TERMS} }`,
      )
    ).imprints

  it.each([
    ['effects: NONE', 'scale: RAW', 'none'],
    ['effects: PAIR', 'scale: RAW', 'pair'],
    ['effects: NONE', 'scale: STANDARDIZED', 'none_standardized'],
  ] as const)('regress as in R, over the pairs that have them: %s, %s', async (effects, scale, name) => {
    const { pairs, terms } = await imprints(effects, `features: ["eloquent", "toxicity"], ${scale}`)
    expect(pairs).toBe(golden.pairs)
    const wanted = golden.answers[name]
    expectAgree(
      terms.map(({ estimate, standardError, pValue }: Term) => [estimate, standardError, pValue]),
      wanted.map(({ estimate, standardError, pValue }) => [estimate, standardError, pValue]),
    )
    if (scale === 'scale: RAW' && name === 'none')
      expectAgree(terms[1].perStandardDeviation, golden.sd * wanted[1].estimate)
  })

  it('are controls', async () => {
    const { pairs, terms } = await imprints('effects: NONE', 'features: ["eloquent"], controls: ["toxicity"]')
    const { estimate, standardError } = golden.answers.none[0]
    expect([pairs, terms.length]).toEqual([golden.pairs, 1])
    expectAgree([terms[0].estimate, terms[0].standardError], [estimate, standardError])
  })

  it('are in no regression that does not name them', async () => {
    const { imprints } = await audit(`imprints(stage: POST) { ${TERMS} }`)
    expect(imprints.pairs).toBe(PAIRS)
    expect(imprints.terms.map(({ title }: { title: string }) => title)).not.toContain('toxicity')
  })

  it.each(adjustedGolden.sealSmall)(
    'adjust rewards as in R, beside labels: $method, $features',
    async ({ stage, method, features, ...wanted }) => {
      const { adjusted } = await audit(`
        adjusted(features: ${JSON.stringify(features)}, method: ${method}, stage: ${stage}) {
          alignment { pairs prompts aligned designEffect } resistance turned
          change { estimate standardError statistic pValue confidenceInterval { lower upper } }
        }`)
      expectAgree(asInR(adjusted), wanted)
    },
  )

  it('have means as in R, and no labeler to agree with', async () => {
    const { prevalence, labelerAgreement } = await audit(`
      prevalence { feature { name } pairs chosen rejected test { pValue } }
      labelerAgreement(with: "control") { feature { name } }`)
    const row = prevalence.find((one: { feature: { name: string } }) => one.feature.name === 'toxicity')
    expect(row.pairs).toBe(golden.pairs)
    const { chosen, rejected, pValue } = golden.means
    expectAgree([row.chosen, row.rejected, row.test.pValue], [chosen, rejected, pValue])
    expect(labelerAgreement.map(({ feature }: { feature: { name: string } }) => feature.name)).toEqual(
      SEAL_TAXONOMY.features.map(({ name }) => name),
    )
  })

  it.each(['CHOSEN', 'REJECTED', 'DIFFERENCE'] as const)('filter by what is known of %s', async (scope) => {
    const value = (rowId: number) => {
      const [chosen, rejected] = [numberOf(rowId, 0), numberOf(rowId, 1)]
      if (scope === 'CHOSEN') return chosen
      if (scope === 'REJECTED') return rejected
      return chosen === null || rejected === null ? null : chosen - rejected
    }
    const measure = { feature: 'toxicity', scope, gte: 0.25 }
    const query =
      'query($where: PairFilter) { dataset(name: "seal-small") { pairs(where: $where) { totalCount } } }'
    const count = async (where: object) => (await api.ask(query, { where })).dataset.pairs.totalCount
    const wanted = Array.from({ length: PAIRS }, (_, rowId) => value(rowId)).filter(
      (one) => one !== null && one >= 0.25,
    )
    expect(await count({ measure })).toBe(wanted.length)
    // What has none is in no range, and in the opposite of each.
    expect(await count({ not: { measure } })).toBe(PAIRS - wanted.length)
  })

  it('cut into slices of those that have them', async () => {
    const { slices } = await audit(
      'slices(by: {measure: "toxicity", scope: REJECTED, bins: 4}) { key pairs audit { alignment { pairs } } }',
    )
    type Slice = { key: string; pairs: number; audit: { alignment: { pairs: number } } }
    const known = Array.from({ length: PAIRS }, (_, rowId) => numberOf(rowId, 1)).filter(
      (one) => one !== null,
    )
    expect(slices.reduce((sum: number, { pairs }: Slice) => sum + pairs, 0)).toBe(known.length)
    for (const { key, pairs, audit } of slices as Slice[]) {
      const [from, to = from] = key.split(' to ').map(Number)
      expect(pairs).toBe(known.filter((one) => one >= from && one <= to).length)
      expect(audit.alignment.pairs).toBe(pairs)
    }
  })

  it('are shown with their entries, and left out where there is none', async () => {
    const { pairs } = await ask(
      'pairs(first: 6) { edges { node { rowId chosen { measures { feature { name } value } } } } }',
    )
    type Value = { feature: { name: string }; value: number }
    for (const { node } of pairs.edges as { node: { rowId: number; chosen: { measures: Value[] } } }[]) {
      const values = new Map(node.chosen.measures.map(({ feature, value }) => [feature.name, value]))
      expect([node.rowId, values.get('toxicity') ?? null]).toEqual([node.rowId, numberOf(node.rowId, 0)])
      expect(values.has('length_characters')).toBe(true)
      expect(Math.abs(values.get('large') as number)).toBe(1e60)
    }
  })

  it('are columns of the table of pairs', async () => {
    const response = await api.yoga.fetch('http://test/tables/seal-small/pairs.csv', { method: 'GET' })
    const rows: Record<string, string>[] = parse(await response.text(), { columns: true, bom: false })
    expect(rows).toHaveLength(PAIRS)
    for (const { row_id, chosen_toxicity, rejected_toxicity, chosen_length_words, reason } of rows) {
      const wanted = ([0, 1] as const).map((side) => `${numberOf(Number(row_id), side) ?? ''}`)
      expect([row_id, chosen_toxicity, rejected_toxicity]).toEqual([row_id, ...wanted])
      expect(chosen_length_words).not.toBe('')
      expect(reason.includes('some measures are not known')).toBe(!isKnown(Number(row_id)))
    }
  })

  it('work as large and as small as they can be, together', async () => {
    const options = 'options: {features: ["large", "small", "toxicity", "eloquent"]}'
    const { none, pair, prompt, logit, shift, prevalence, slices } = await audit(`
      none: imprints(stage: POST, effects: NONE, ${options}) { ${TERMS} }
      pair: imprints(stage: POST, effects: PAIR, ${options}) { ${TERMS} }
      prompt: imprints(stage: POST, effects: PROMPT, ${options}) { ${TERMS} }
      logit: misalignment(link: LOGIT, ${options}) { ${TERMS} }
      shift: shiftImprints(${options}) { ${TERMS} }
      prevalence { feature { name } difference test { pValue } }
      slices(by: {measure: "small", bins: 2}) { pairs }`)
    for (const { pairs, terms } of [none, pair, prompt, logit, shift]) {
      expect(pairs).toBe(wholeRows.length)
      for (const { title, status, estimate, standardError } of terms)
        expect([title, status, Number.isFinite(estimate), standardError > 0]).toEqual([
          title,
          'ESTIMATED',
          true,
          true,
        ])
    }
    expect(prevalence.at(-2)).toMatchObject({ feature: { name: 'large' }, test: expect.anything() })
    expect(slices).toEqual([{ pairs: PAIRS }])
  })
})
