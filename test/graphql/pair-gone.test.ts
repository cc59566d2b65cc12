import { expect, it } from 'vitest'
import { openAll } from '../databases.ts'
import { ingestSealSmall, shared } from './ask.ts'

const api = shared(ingestSealSmall)

it('a pair that is deleted while it is asked for is told of as such', async () => {
  const questions = [
    'nodes { rowId prompt }',
    'edges { node { prompt } }',
    'nodes { chosen { pair { prompt } } }',
  ].map((fields) => `{ dataset(name: "seal-small") { pairs(first: 2) { totalCount ${fields} } } }`)
  for (const question of questions) await api.ask(question)
  // Columns have it still: a deletion makes its revision when the rows are gone.
  const { connection, close } = await openAll(api.url)
  await connection.query('DELETE FROM pair WHERE row_id = 1 RETURNING row_id')
  await close()
  for (const question of questions) {
    const { errors } = await api.answer(question)
    expect(errors).toMatchObject([
      { message: 'pair 1 was deleted while it was asked for', extensions: { code: 'NOT_FOUND' } },
    ])
  }
  expect(
    (await api.ask('{ dataset(name: "seal-small") { pairs(first: 2) { totalCount } } }')).dataset,
  ).toEqual({ pairs: { totalCount: 600 } })
})
