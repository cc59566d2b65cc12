import { existsSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findToken } from '../../../src/store/access-tokens.ts'
import { openPrisma } from '../../../src/store/prisma.ts'
import { SQLITE } from '../../graphql/ask.ts'
import { endOf, startToken } from '../../pipeline/command-line.ts'

describe('npm run token', () => {
  it('makes a token, shows it once, lists and revokes it', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const run = (...parameters: string[]) => endOf(startToken(url, parameters))
    const created = await run('create', '--name', 'Grafana', '--scope', 'read', '--expires', '30d')
    expect(created.code).toBe(0)
    const token = /^seal_\w+_\S+$/m.exec(created.output)?.[0] ?? ''
    expect(created.output).toContain('keep it: it is stored nowhere')

    const prisma = openPrisma(url)
    onTestFinished(() => prisma.$disconnect())
    const found = await findToken(prisma, token)
    expect(found).toMatchObject({ name: 'Grafana', scope: 'READ', state: 'VALID' })
    const days = (Number(found?.expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(29.9)
    expect(days).toBeLessThan(30)

    const listed = await run('list')
    expect(listed.output).toMatch(/^Grafana\tread\tvalid\t\S+Z\tuntil \S+Z\n$/)
    expect(listed.output).not.toContain(token.slice(-43))
    const json = JSON.parse((await run('list', '--json')).output)
    expect(json).toMatchObject({ tokens: [{ name: 'Grafana', scope: 'READ' }] })
    expect(JSON.stringify(json)).not.toContain(token.slice(-43))

    const again = await run('create', '--name', 'Grafana', '--scope', 'admin')
    expect([again.code, again.output]).toEqual([
      1,
      'error: there is, or was, a token called "Grafana"; give this one another name\n',
    ])
    expect((await run('revoke', 'Grafana')).code).toBe(0)
    expect((await findToken(prisma, token))?.state).toBe('REVOKED')
    expect((await run('list')).output).toContain('\trevoked\t')
    const twice = await run('revoke', 'Grafana')
    expect([twice.code, twice.output]).toEqual([1, 'error: unknown token "Grafana"; there is none yet\n'])
  })

  it('makes no database to look for tokens in', async () => {
    const { url, drop } = await SQLITE.create()
    onTestFinished(drop)
    const { code, output } = await endOf(startToken(url, ['list']))
    const file = url.replace('file:', '')
    expect([code, output]).toEqual([1, `error: DATABASE_URL: ${url} can't be opened: there is no ${file}\n`])
    expect(existsSync(file)).toBe(false)
  })

  it.each([
    [['create', '--name', 'a'], '--scope'],
    [['create', '--name', 'a', '--scope', 'root'], 'Allowed choices are read, write, admin'],
    [['create', '--name', 'a', '--scope', 'read', '--expires', '30'], 'It must be a time such as 12h or 30d'],
    [['create', '--name', ' ', '--scope', 'read'], 'must not be empty'],
  ])('says what is wrong with %j', async (parameters, message) => {
    const { code, output } = await endOf(startToken('file:/nowhere/at/all.db', parameters))
    expect(code).toBe(2)
    expect(output).toContain(message)
  })
})
