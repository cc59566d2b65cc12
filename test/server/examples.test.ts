import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadDemo } from '../../scripts/demo.ts'
import { exampleQueries } from '../../src/server/examples.ts'
import type { TestDatabase } from '../databases.ts'
import { type Asking, openAsk, SQLITE } from '../graphql/ask.ts'

let database: TestDatabase
let asking: Asking
beforeAll(async () => {
  vi.spyOn(console, 'log').mockReturnValue()
  database = await SQLITE.create()
  await loadDemo({ databaseUrl: database.url, host: '127.0.0.1', port: 0 })
  asking = openAsk(database.url)
})
afterAll(async () => {
  await asking.close()
  await database.drop()
})

const examples = exampleQueries('demo')

/** Where an answer says nothing: null or an empty list. */
const empties = (value: unknown, path: string): string[] => {
  if (value === null || (Array.isArray(value) && value.length === 0)) return [path]
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => empties(inner, `${path}.${name}`))
}

describe('the examples, on the demo dataset', () => {
  it('are six, each with a name of its own', () => {
    expect(new Set(examples.map(({ title }) => title)).size).toBe(7)
    expect(new Set(examples.map(({ query }) => /query (\w+)/.exec(query)?.[1])).size).toBe(7)
  })

  it.each(examples)('$title has an answer that says something', async ({ query }) => {
    const data = await asking.ask(query)
    // One slice is of pairs on which the labeler is not indifferent: nothing is aligned among the others.
    const indifferent = 'data.dataset.audit.preferences.2.alignment.score'
    expect(empties(data, 'data').filter((path) => path !== indifferent)).toEqual([])
  })

  it('name a dataset whatever its name', async () => {
    for (const { query } of exampleQueries('"quoted" \\ 😀')) {
      expect(await asking.ask(query)).toEqual({ dataset: null })
    }
  })

  it('are loaded into an empty database only', async () => {
    const before = await asking.ask('{ datasets { name revision runs { id } } }')
    await loadDemo({ databaseUrl: database.url, host: '127.0.0.1', port: 0 })
    expect(await asking.ask('{ datasets { name revision runs { id } } }')).toEqual(before)
  })
})
