import { gunzipSync } from 'node:zlib'
import { tableFromIPC } from 'apache-arrow'
import { parse } from 'csv-parse/sync'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases } from '../databases.ts'
import { ingestSealSmall, SEAL_SMALL, shared } from '../graphql/ask.ts'

type Row = Record<string, unknown>
type Listed = { name: string; columns: { name: string; type: string }[] }
type Regime = Row & { labelerAgreement: Row; rewardShift: Row }
type Board = Record<'model' | 'alignment' | 'worstSlice' | 'worstAlignment', Row> & Row
type Compared = Record<'first' | 'difference', Row> & Row
type Term = Row & { bootstrap: Row | null }

const HOSTILE = 'a,"b"\n=1+1;\'é'

describe.each(databases())('tables on $name', (on) => {
  const api = shared(
    async (context) => {
      await ingestSealSmall(context)
      await ingestPairs(context, { dataset: HOSTILE, files: [SEAL_SMALL.pairs], subset: '=cmd|"/c calc"' })
    },
    { on },
  )
  const get = async (path: string, init: RequestInit = {}) =>
    api.yoga.fetch(`http://test/tables${path}`, { method: 'GET', ...init })
  const text = async (path: string) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    return response.text()
  }
  const bytes = async (path: string) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }
  const csv = async (path: string): Promise<Record<string, string>[]> =>
    parse(await text(path), { columns: true, bom: false })
  const json = async (path: string): Promise<Row[]> => JSON.parse(await text(path))
  const query = (parameters: Record<string, unknown>) =>
    `?${new URLSearchParams(
      Object.entries(parameters).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    )}`
  const audit = async (field: string, args = '') =>
    (await api.ask(`{ dataset(name: "seal-small") { audit${args} { ${field} } } }`)).dataset.audit

  it('lists all tables, and has exactly the columns that it lists', async () => {
    const tables: Listed[] = JSON.parse(await text(''))
    expect(tables.map(({ name }) => name)).toEqual([
      'table-1',
      'imprints',
      'shift-imprints',
      'margin-change-imprints',
      'misalignment',
      'choices',
      'robustness',
      'prevalence',
      'flips',
      'leaderboard',
      'model-comparisons',
      'trajectory',
      'pairs',
    ])
    type Feature = { name: string; source: string }
    const asked = '{ dataset(name: "seal-small") { features { name source } attributes { name } } }'
    const { features, attributes }: { features: Feature[]; attributes: Feature[] } = (await api.ask(asked))
      .dataset
    const onBoth = (is: (feature: Feature) => boolean) =>
      features.filter(is).flatMap(({ name }) => [`chosen_${name}`, `rejected_${name}`])
    expect(attributes).toEqual([])
    const COLUMNS: Record<string, string[]> = {
      'chosen_{feature}': onBoth(({ source }) => source === 'LABELER'),
      'chosen_{measure}': onBoth(({ source }) => source !== 'LABELER'),
    }
    const ASKING: Record<string, string> = {
      pairs: '?texts=true',
      leaderboard: query({ by: [{ feature: 'is_harmless' }] }),
    }
    for (const { name, columns } of tables) {
      const rows = await json(`/seal-small/${name}.json${ASKING[name] ?? ''}`)
      expect(rows.length).toBeGreaterThan(0)
      const names = columns.flatMap(({ name }) => (name.endsWith('}') ? (COLUMNS[name] ?? []) : name))
      const types: Record<string, string> = Object.fromEntries(columns.map(({ name, type }) => [name, type]))
      const is = { text: 'string', number: 'number', integer: 'number', boolean: 'boolean' }
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(names)
        for (const [column, value] of Object.entries(row)) {
          const isMeasured = COLUMNS['chosen_{measure}'].includes(column)
          const type = types[column] ?? (isMeasured ? 'number' : 'integer')
          if (value !== null) expect(typeof value, column).toBe(is[type as keyof typeof is])
          if (type === 'integer' && value !== null) expect(Number.isInteger(value), column).toBe(true)
        }
      }
      // Each column has something in it, somewhere, or says why not.
      const empty = names.filter((column) => rows.every((row) => row[column] === null))
      const optional =
        /^(bootstrap_|warnings$|odds_ratio|marginal_effect|flip$|side$|pair_id$|subset$|series$|step$|.*reason$|.*discriminations$)/
      expect(
        empty.filter((column) => !optional.test(column)),
        name,
      ).toEqual([])
    }
  })

  it('has the same cells in Arrow and in Parquet, with types', async () => {
    const TYPES = { text: 'Utf8', boolean: 'Bool', integer: 'Int64', number: 'Float64' }
    for (const { name, columns } of JSON.parse(await text('')) as Listed[]) {
      const asking = name === 'pairs' ? '?texts=true' : ''
      const rows = await json(`/seal-small/${name}.json${asking}`)
      const arrow = tableFromIPC(await bytes(`/seal-small/${name}.arrow${asking}`))
      const parquet = await bytes(`/seal-small/${name}.parquet${asking}`)
      const schema = Object.fromEntries(arrow.schema.fields.map(({ name, type }) => [name, `${type}`]))
      for (const { name, type } of columns)
        if (name in schema) expect(schema[name], name).toBe(TYPES[type as keyof typeof TYPES])
      const plain = (row: Row) =>
        Object.fromEntries(
          Object.entries(row).map(([key, cell]) => [key, typeof cell === 'bigint' ? Number(cell) : cell]),
        )
      expect(
        arrow.toArray().map((row) => plain(row.toJSON())),
        name,
      ).toEqual(rows)
      const read = (await parquetReadObjects({ file: parquet.buffer as ArrayBuffer })) as Row[]
      expect(read.map(plain), name).toEqual(rows)
      const { schema: elements } = await parquetMetadataAsync(parquet.buffer as ArrayBuffer)
      const PARQUET = { Utf8: 'BYTE_ARRAY', Bool: 'BOOLEAN', Int64: 'INT64', Float64: 'DOUBLE' }
      expect(elements.slice(1).map(({ name, type }) => [name, type])).toEqual(
        Object.entries(schema).map(([name, type]) => [name, PARQUET[type as keyof typeof PARQUET]]),
      )
    }
  })

  it('has columns in Arrow and Parquet also where there are no rows', async () => {
    const none = query({ where: { text: 'in no text whatever' } })
    const arrow = tableFromIPC(await bytes(`/seal-small/pairs.arrow${none}`))
    expect(arrow.numRows).toBe(0)
    expect(arrow.schema.fields.length).toBeGreaterThan(50)
    const parquet = await bytes(`/seal-small/pairs.parquet${none}`)
    const { num_rows, schema } = await parquetMetadataAsync(parquet.buffer as ArrayBuffer)
    expect(num_rows).toBe(0n)
    expect(schema.slice(1).map(({ name }) => name)).toEqual(arrow.schema.fields.map(({ name }) => name))
  })

  it('says what GraphQL says', async () => {
    const { regimes } = await audit(
      'regimes { regime pairs prevalence labelerAgreement { rate } rewardShift { mean } }',
    )
    const table = await json('/seal-small/table-1.json')
    expect(
      table.map((row) => [row.regime, row.pairs, row.prevalence, row.labeler_agreement, row.shift_mean]),
    ).toEqual(
      regimes.map((r: Regime) => [
        r.regime,
        r.pairs,
        r.prevalence,
        r.labelerAgreement.rate,
        r.rewardShift.mean,
      ]),
    )
  })

  it('takes the arguments of an audit and of its field', async () => {
    const where = { feature: { name: 'is_harmless', scope: 'CHOSEN' }, not: { regime: ['STAYED_ALIGNED'] } }
    const options = { errors: 'HC1', features: ['is_harmless', 'is_eloquent'], bootstrap: { replicates: 20 } }
    const rows = await json(
      `/seal-small/misalignment.json${query({ where, options, link: 'IDENTITY', post: 'pre-model', labeler: 'control' })}`,
    )
    const { misalignment } = await audit(
      `misalignment(link: IDENTITY, options: { errors: HC1, features: ["is_harmless", "is_eloquent"], bootstrap: { replicates: 20 } })
       { errors method terms { title estimate standardError bootstrap { standardError } } intercept { estimate } }`,
      '(post: "pre-model", labeler: "control", where: { feature: { name: "is_harmless", scope: CHOSEN }, not: { regime: [STAYED_ALIGNED] } })',
    )
    expect(
      rows
        .map(({ title, estimate, standard_error }) => ({ title, estimate, standardError: standard_error }))
        .slice(0, -1),
    ).toEqual(misalignment.terms.map(({ bootstrap, ...term }: Term) => term))
    expect(rows.slice(0, -1).map((row) => row.bootstrap_standard_error)).toEqual(
      misalignment.terms.map((term: Term) => term.bootstrap?.standardError ?? null),
    )
    expect(rows.at(-1)).toMatchObject({ feature: null, estimate: misalignment.intercept.estimate })
    expect(new Set(rows.map(({ errors, method }) => `${errors} ${method}`))).toEqual(
      new Set([`HC1 ${misalignment.method}`]),
    )
  })

  it('has models in tiers, and two by two, as a dataset has them', async () => {
    const [where, by, options] = [
      { rowId: { lte: 400 } },
      [{ dimension: 'TOPIC' }],
      { errors: 'IID', level: 0.9 },
    ]
    const rows = await json(`/seal-small/leaderboard.json${query({ where, by, options })}`)
    const comparisons = await json(`/seal-small/model-comparisons.json${query({ where, options })}`)
    const { dataset } = await api.ask(`{ dataset(name: "seal-small") {
      leaderboard(where: { rowId: { lte: 400 } }, by: [{ dimension: TOPIC }], options: { errors: IID, level: 0.9 }) {
        rows { model { name } tier alignment { score } worstSlice { key where } worstAlignment { score } sliceMean }
        comparisons { first { name } onlySecond difference { standardError } adjustedPValue }
      }
    } }`)
    expect(
      rows.map((r) => [r.model, r.tier, r.score, r.worst_slice, r.worst_slice_score, r.slice_mean]),
    ).toEqual(
      dataset.leaderboard.rows.map(
        ({ model, tier, alignment, worstSlice, worstAlignment, sliceMean }: Board) => [
          ...[model.name, tier, alignment.score, worstSlice.key, worstAlignment.score, sliceMean],
        ],
      ),
    )
    expect(comparisons.map((c) => [c.first, c.only_second, c.standard_error, c.adjusted_p_value])).toEqual(
      dataset.leaderboard.comparisons.map(({ first, onlySecond, difference, adjustedPValue }: Compared) => [
        ...[first.name, onlySecond, difference.standardError, adjustedPValue],
      ]),
    )
    expect([rows.length, rows[0].behind_best, comparisons.length]).toEqual([2, null, 1])
    expect(rows[1].behind_best).toBe(comparisons[0].difference)
  })

  it('says why cells are empty', async () => {
    const rows = await json(`/seal-small/imprints.json${query({ where: { rowId: { gte: 0, lte: 2 } } })}`)
    for (const row of rows.slice(0, -1)) {
      if (row.estimate === null)
        expect([row.status, row.reason]).toEqual([expect.any(String), expect.any(String)])
    }
    expect(rows.some((row) => row.estimate === null)).toBe(true)
  })

  it('has every pair once, as GraphQL has it, through many parts', async () => {
    const rows = await csv('/seal-small/pairs.csv?texts=true')
    expect(rows.map((row) => Number(row.row_id))).toEqual([...Array(600).keys()])
    const { pairs } = (
      await api.ask(`{ dataset(name: "seal-small") { pairs(first: 600) { edges { node {
        rowId prompt alignmentRegime preference rewardShift { degrees pre { chosen rejected } post { chosen } }
        chosen { text label { features { feature { name } value } topics } } rejected { text }
      } } } } }`)
    ).dataset
    for (const { node } of pairs.edges) {
      const row = rows[node.rowId]
      expect(row.regime).toBe(node.alignmentRegime ?? '')
      expect(row.preference).toBe(node.preference ?? '')
      if (node.rewardShift) {
        const { degrees, pre, post } = node.rewardShift
        expect([row.shift_degrees, row.pre_chosen, row.pre_rejected, row.post_chosen].map(Number)).toEqual([
          degrees,
          pre.chosen,
          pre.rejected,
          post.chosen,
        ])
      }
      for (const { feature, value } of node.chosen.label?.features ?? []) {
        expect(row[`chosen_${feature.name}`], feature.name).toBe(String(value))
      }
      expect(row.chosen_topics).toBe(node.chosen.label?.topics.join(' | ') ?? '')
      expect(row.prompt + row.chosen_continuation).toBe(node.chosen.text)
      expect(row.prompt + row.rejected_continuation).toBe(node.rejected.text)
      if (!node.rewardShift) expect(row.reason).not.toBe('')
    }
  })

  it('is safe to open in a spreadsheet, whatever texts say', async () => {
    const path = `/${encodeURIComponent(HOSTILE)}/pairs.csv`
    const rows = await csv(path)
    expect(rows).toHaveLength(600)
    expect(rows[0].subset).toBe('\'=cmd|"/c calc"')
    expect(rows[0].reason).toBe('no rewards before training | no rewards after training | no labels')
    const file = (await get(path)).headers.get('content-disposition')
    expect(file).toBe("attachment; filename*=UTF-8''a%2C%22b%22%0A%3D1%2B1%3B_%C3%A9-pairs.csv")
    // Numbers stay numbers, JSON stays as it is.
    const [{ pre_chosen }] = (await csv('/seal-small/pairs.csv')).filter((row) =>
      row.pre_chosen.startsWith('-'),
    )
    expect(Number(pre_chosen)).toBeLessThan(0)
    expect((await json(path.replace('.csv', '.json')))[0].subset).toBe('=cmd|"/c calc"')
  })

  it('has a header where there is no row', async () => {
    const none = query({ where: { rowId: { gte: 10_000 } } })
    expect(await text(`/seal-small/pairs.csv${none}`)).toMatch(/^row_id,pair_id,subset,[\w,]+\r\n$/)
    expect(await json(`/seal-small/pairs.json${none}`)).toEqual([])
  })

  it('is not sent again to who has it', async () => {
    const path = '/seal-small/table-1.csv'
    const first = await get(path)
    const tag = first.headers.get('etag') as string
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    const again = await get(path, { headers: { 'if-none-match': `"other", ${tag}` } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag])
    // Equal arguments have one name, however they are written; others have another.
    const tagOf = async (parameters: string) =>
      (await get(`/seal-small/imprints.json${parameters}`)).headers.get('etag')
    const one = await tagOf(
      query({ stage: 'POST', where: { topic: ['Health and fitness'], rowId: { gte: 1 } } }),
    )
    expect(await tagOf(query({ where: { rowId: { gte: 1 }, topic: ['Health and fitness'] } }))).toBe(one)
    expect(await tagOf(query({ where: { rowId: { gte: 2 }, topic: ['Health and fitness'] } }))).not.toBe(one)
    expect(await tagOf('')).not.toBe(one)
  })

  it('is gzipped where that is accepted', async () => {
    const path = '/seal-small/pairs.csv'
    const gzipped = await get(path, { headers: { 'accept-encoding': 'br, gzip;q=0.5' } })
    expect(gzipped.headers.get('content-encoding')).toBe('gzip')
    expect(gzipped.headers.get('vary')).toContain('accept-encoding')
    const bytes = Buffer.from(await gzipped.arrayBuffer())
    expect(gunzipSync(bytes).toString()).toBe(await text(path))
    const refused = await get(path, { headers: { 'accept-encoding': 'gzip;q=0, identity' } })
    expect(refused.headers.get('content-encoding')).toBeNull()
  })

  it('answers HEAD as GET, without the table', async () => {
    const headers = { 'x-request-id': 'the-same' }
    const [head, whole] = [
      await get('/seal-small/pairs.csv', { method: 'HEAD', headers }),
      await get('/seal-small/pairs.csv', { headers }),
    ]
    expect([...head.headers]).toEqual([...whole.headers])
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect((await get('/seal-small/nothing.csv', { method: 'HEAD' })).status).toBe(404)
  })

  it.each([
    ['/seal-small/nothing.csv', 404, 'unknown table "nothing"; known: table-1, '],
    ['/nothing/table-1.csv', 404, 'unknown dataset "nothing"; known: '],
    ['/%00/table-1.csv', 404, 'unknown dataset '],
    ['/%zz/table-1.csv', 400, 'the address is not well-formed'],
    ['/seal-small/table-1.xml', 404, 'unknown address "/tables/seal-small/table-1.xml"'],
    ['/seal-small/table-1.csv?stage=PRE', 400, 'unknown parameter "stage"; known: where, pre, post, labeler'],
    ['/seal-small/imprints.csv?stage=BOTH', 400, 'stage: invalid value "BOTH"'],
    ['/seal-small/imprints.csv?stage=PRE&stage=POST', 400, 'stage: give it once'],
    [
      '/seal-small/imprints.csv?options=HC1',
      400,
      'options: RegressionOptions is written as JSON, which this is not',
    ],
    ['/seal-small/imprints.csv?options={"errors":"HC9"}', 400, 'options'],
    ['/seal-small/imprints.csv?options={"maxVif":0}', 400, 'maxVif'],
    ['/seal-small/imprints.csv?dataset=other', 400, 'unknown parameter "dataset"'],
    ['/seal-small/pairs.csv?texts=perhaps', 400, 'texts: Boolean! is written as JSON'],
    ['/seal-small/pairs.csv?where={"row":1}', 400, 'where: invalid value'],
    ['/seal-small/pairs.csv?where={"feature":{"name":"is_x"}}', 404, 'unknown feature "is_x"'],
    ['/seal-small/pairs.csv?pre=nobody', 404, 'unknown reward model "nobody"; known: pre-model, post-model'],
    ['/seal-small/flips.csv?rewriter=nobody', 404, 'unknown rewriter "nobody"; known: rewriter'],
  ])('refuses %s', async (path, status, message) => {
    const response = await get(path)
    expect(response.headers.get('content-type')).toContain('application/json')
    const body = await response.json()
    expect(body).toEqual({
      code: status === 404 ? 'NOT_FOUND' : 'INVALID_INPUT',
      message: expect.any(String),
    })
    expect(body.message).toContain(message)
    expect(response.status).toBe(status)
  })

  it('says what is missing where nothing was rewritten', async () => {
    const of = `/${encodeURIComponent(HOSTILE)}/flips.csv`
    const { code, message } = await (await get(of)).json()
    expect([code, message]).toEqual([
      'NOT_FOUND',
      'the dataset has no rewritten texts, which this table is about: bring them with npm run ingest -- rewrites',
    ])
    const named = await (await get(`${of}?rewriter=x`)).json()
    expect(named.message).toBe('unknown rewriter "x"; there is none yet')
  })

  it('takes GET and HEAD only', async () => {
    const response = await get('/seal-small/pairs.csv', { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(await response.json()).toEqual({
      code: 'BAD_REQUEST',
      message: '/tables/DATASET/TABLE.csv or .json or .arrow or .parquet takes GET, HEAD, OPTIONS, not POST',
    })
    expect((await get('/seal-small/pairs.csv', { method: 'OPTIONS' })).status).toBe(204)
  })
})
