import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { expectAgree } from '../golden/agree.ts'
import { type Asking, ingestSealSmall, openAsk, type Problem, SEAL_SMALL, write } from '../graphql/ask.ts'
import { ingestVaried } from '../graphql/varied.ts'
import { WHOLE_ANSWER } from '../graphql/whole-answer.ts'
import { csv, REWARDS, tempFile } from '../pipeline/files.ts'

const [, POSTGRESQL] = databases()

const BOOTSTRAP = 'bootstrap: { replicates: 20, seed: 3 }'
/** All that the SQL engine answers. */
const QUERY = WHOLE_ANSWER.replace(BOOTSTRAP, '')

/** Cursors as what they say (a figure has some of another kind); how often Newton's method was repeated is up to the last digit of a sum. */
const comparable = (value: unknown, name = ''): unknown => {
  if (name === 'iterations') return (value as number) > 0
  if (typeof value === 'string' && /cursor$/i.test(name) && value !== 'pointer') {
    return JSON.parse(Buffer.from(value, 'base64url').toString())
  }
  if (Array.isArray(value)) return value.map((one) => comparable(one))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, comparable(inner, key)]))
}

describe.skipIf(!POSTGRESQL)('the SQL engine over GraphQL', () => {
  let database: TestDatabase
  let columns: Asking
  let sql: Asking
  beforeAll(async () => {
    database = await POSTGRESQL.create()
    await write(database.url, async (context) => {
      await ingestVaried(context)
      await ingestSealSmall(context)
    })
    columns = openAsk(database.url)
    sql = openAsk(database.url, { kind: 'SQL' })
  })
  afterAll(async () => {
    await columns.close()
    await sql.close()
    await database.drop()
  })

  it.each(['varied', 'seal-small'])('has the same whole answer about %s', async (name) => {
    const [expected, actual] = [await columns.answer(QUERY, { name }), await sql.answer(QUERY, { name })]
    expect(expected.errors).toBeUndefined()
    expect(actual.errors).toBeUndefined()
    expectAgree(comparable(actual.data), comparable(expected.data), { relative: 1e-9, absolute: 1e-9 })
  })

  it('finds the same texts', async () => {
    const query = `query ($where: PairFilter) { dataset(name: "varied") {
      pairs(first: 1000, where: $where) { totalCount edges { node { rowId chosen { text } } } }
    } }`
    for (const text of ['question 1', 'ÄPFEL', '100%', 'a_b', '\\0', '']) {
      const where = { or: [{ text }, { not: { not: { text: 'question 2' } } }] }
      const found = await sql.ask(query, { where })
      expect(found).toEqual(await columns.ask(query, { where }))
      expect(found.dataset.pairs.totalCount).toBeGreaterThan(0)
    }
  })

  it('knows the same names', async () => {
    const query = `query ($where: PairFilter) { dataset(name: "varied") {
      pairs(where: $where) { totalCount } audit(where: $where) { coverage { pairs } }
    } }`
    for (const where of [
      { subset: ['nonsense'] },
      { or: [{ topic: ['Health and fitness', 'Helth'] }] },
      { not: { discrimination: ['gender'] } },
      { feature: { name: 'sentiment', values: [7] } },
      { and: [{ feature: { name: 'harmless', values: [-1] } }] },
      { feature: { name: 'harmful' } },
    ]) {
      const refused = await sql.answer(query, { where })
      expect(refused.data).toEqual({ dataset: { pairs: null, audit: { coverage: null } } })
      const { errors } = await columns.answer(query, { where })
      const byPath = (of: Problem[]) => of.toSorted((a, b) => String(a.path).localeCompare(String(b.path)))
      expect(byPath(refused.errors)).toEqual(byPath(errors))
    }
  })

  it('says that it has no bootstrap, and which engine has', async () => {
    const query = `{ dataset(name: "varied") { audit {
      misalignment(options: { bootstrap: { replicates: 10, seed: 1 } }) { pairs }
    } } }`
    const { errors } = await sql.answer(query)
    expect(errors[0].extensions.code).toBe('UNAVAILABLE')
    expect(errors[0].message).toContain('SEAL_ENGINE=columns')
  })

  it.each([1e61, -1e61, 1e-61])(
    'says that a reward of %d is beyond it, and which engine takes it',
    async (score) => {
      const dataset = `extreme ${score}`
      await write(database.url, async (context) => {
        await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs] })
        const file = tempFile(
          csv(REWARDS, [
            [0, 1e60, -1e-60],
            [1, score, 0],
          ]),
        )
        await ingestRewards(context, { dataset, model: 'm', stage: 'POST', file })
      })
      const query = `{ dataset(name: "${dataset}") { audit { alignment { pairs score } } } }`
      const { errors } = await sql.answer(query)
      expect(errors[0].extensions.code).toBe('UNAVAILABLE')
      expect(errors[0].message).toBe(
        `the SQL engine can't compute with a reward of ${score}: they may be from 1e-60 to 1e60 in size; SEAL_ENGINE=columns takes any`,
      )
      expect((await columns.ask(query)).dataset.audit.alignment).toEqual({
        pairs: 2,
        score: score > 0 ? 1 : 0.5,
      })
    },
  )

  it('sees a new revision, and leaves no table of the earlier one', async () => {
    const query = '{ dataset(name: "varied") { revision audit { alignment(stage: PRE) { pairs } } } }'
    const before = await sql.ask(query)
    await write(database.url, (context) =>
      ingestRewards(context, { dataset: 'varied', model: 'pre-model', stage: 'PRE', file: SEAL_SMALL.post }),
    )
    const after = await sql.ask(query)
    expect(after.dataset.revision).toBe(before.dataset.revision + 1)
    expect(after.dataset.audit.alignment.pairs).toBeGreaterThan(before.dataset.audit.alignment.pairs)
    const tables: string[] = []
    await write(database.url, async ({ connection, prisma }) => {
      const { id } = await prisma.dataset.findFirstOrThrow({ where: { name: 'varied' } })
      const rows = await connection.query(
        'SELECT relname FROM pg_class WHERE relname LIKE ?1 AND relkind = ?2',
        [`projection%\\_${id}\\_%\\_%`, 'r'],
      )
      tables.push(...rows.map(([name]) => String(name)))
    })
    expect(tables.map((name) => Number(name.split('_')[2]))).toEqual([after.dataset.revision])
  })

  it('recovers when its tables are gone', async () => {
    const query = '{ dataset(name: "seal-small") { audit { quadrants(stage: PRE) { pairs } } } }'
    const { dataset } = await sql.ask(query)
    await write(database.url, async ({ connection }) => {
      const rows = await connection.query(
        "SELECT relname FROM pg_class WHERE relname LIKE 'projection%' AND relkind = 'r'",
      )
      for (const [name] of rows) await connection.script(`DROP TABLE ${name}`)
    })
    const again = query.replace('PRE', 'POST')
    // Each worker finds out for itself.
    const answers = []
    for (let time = 0; time < 3; time++) answers.push(await sql.answer(again))
    expect(answers.at(-1).data.dataset.audit.quadrants).toMatchObject({
      pairs: dataset.audit.quadrants.pairs,
    })
    for (const { errors } of answers) if (errors) expect(errors[0].extensions.code).toBe('UNAVAILABLE')
  })
})
