import { serverAudits } from 'graphql-http'
import { describe, expect, it } from 'vitest'
import { shared } from '../graphql/ask.ts'

const api = shared(async () => {})

describe("graphql-http's audits", () => {
  const fetchFn = (url: string, init: RequestInit) => api.yoga.fetch(url, init)
  const audits = serverAudits({ url: 'http://test/graphql', fetchFn })

  it.each(audits.map(({ id, name, fn }) => ({ id, name, fn })))('$id: $name', async ({ fn }) => {
    const result = await fn()
    expect(result.status === 'ok' ? '' : result.reason).toBe('')
  })
})
