import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataDirectory, readConfig } from '../../src/server/config.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { postgresOptions } from '../../src/store/sql/postgresql-options.ts'

describe('the configuration', () => {
  it('is of this machine alone, and of a file, when nobody says otherwise', () => {
    const config = {
      databaseUrl: 'file:./data/seal.db',
      host: '127.0.0.1',
      port: 4000,
      corsOrigins: [],
      engine: 'COLUMNS',
      frameMemory: 1024,
      persistedOnly: false,
      migrate: true,
      safety: DEFAULT_SAFETY,
      shutdown: { pauseMs: 0, lingerMs: 1000, limitMs: 20_000 },
    }
    expect(readConfig({})).toEqual(config)
    expect(readConfig({ DATABASE_URL: '', HOST: '', PORT: '' })).toEqual(config)
  })

  it('comes from the environment', () => {
    const environment = {
      DATABASE_URL: 'postgresql://host/name',
      HOST: '::1',
      PORT: '0',
      CORS_ORIGINS: 'https://a.example, http://localhost:5173',
      PERSISTED_ONLY: 'true',
      MIGRATE: 'false',
      SEAL_ENGINE: 'sql',
      SEAL_FRAME_MEMORY: '300',
      SHUTDOWN_PAUSE: '0.5',
      SHUTDOWN_SECONDS: '60',
      WEBHOOK_URLS: 'https://hooks.example',
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(24).toString('base64')}`,
    }
    expect(readConfig(environment)).toEqual({
      databaseUrl: 'postgresql://host/name',
      host: '::1',
      port: 0,
      corsOrigins: ['https://a.example', 'http://localhost:5173'],
      engine: 'SQL',
      frameMemory: 300,
      persistedOnly: true,
      migrate: false,
      safety: DEFAULT_SAFETY,
      shutdown: { pauseMs: 500, lingerMs: 1000, limitMs: 60_000 },
      webhooks: {
        urls: [new URL('https://hooks.example')],
        keys: [Buffer.alloc(24)],
        allowPrivate: false,
      },
    })
  })

  it('has the limits of connections in the URL, for whoever connects', () => {
    const limits = {
      DATABASE_POOL_SIZE: '25',
      DATABASE_CONNECT_TIMEOUT: '2',
      DATABASE_STATEMENT_TIMEOUT: '30',
    }
    const of = (DATABASE_URL: string) => readConfig({ DATABASE_URL, ...limits }).databaseUrl
    const parameters = 'pool_size=25&connect_timeout=2&statement_timeout=30000'
    expect(of('postgresql://host/name')).toBe(`postgresql://host/name?${parameters}`)
    expect(of('postgresql://host/name?sslmode=require')).toBe(
      `postgresql://host/name?sslmode=require&${parameters}`,
    )
    expect(postgresOptions(of('postgresql://host/name'))).toMatchObject({
      max: 25,
      connectionTimeoutMillis: 2000,
    })
    expect(of('file:seal.db')).toBe('file:seal.db')
  })

  it.each(['0', '-1', '1.5', 'many', '86401'])('has no %s connections', (DATABASE_POOL_SIZE) => {
    expect(() => readConfig({ DATABASE_POOL_SIZE })).toThrow(
      `DATABASE_POOL_SIZE must be a whole number from 1 to 86400, not "${DATABASE_POOL_SIZE}"`,
    )
  })

  it.each(['0', '1.5', '1 GB', '1048577'])('keeps no %s MiB of columns', (SEAL_FRAME_MEMORY) => {
    expect(() => readConfig({ SEAL_FRAME_MEMORY })).toThrow(
      `SEAL_FRAME_MEMORY must be a whole number of MiB from 1 to 1048576, not "${SEAL_FRAME_MEMORY}"`,
    )
  })

  it('pauses before it ends where others than this machine may send requests', () => {
    const pauseOf = (HOST: string) => readConfig({ HOST }).shutdown?.pauseMs
    expect(['127.0.0.1', 'localhost', '::1', '0.0.0.0', '10.0.0.1'].map(pauseOf)).toEqual([
      0, 0, 0, 5000, 5000,
    ])
  })

  it.each(['-1', 'soon', '3601', 'Infinity', 'NaN'])('does not end within %s seconds', (text) => {
    for (const name of ['SHUTDOWN_PAUSE', 'SHUTDOWN_SECONDS'])
      expect(() => readConfig({ [name]: text })).toThrow(
        `${name} must be a number of seconds from 0 to 3600, not "${text}"`,
      )
  })

  it('has the levels of the log only', () => {
    expect(() => readConfig({ LOG_LEVEL: 'warn' })).not.toThrow()
    expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(
      /^LOG_LEVEL must be one of trace, .*, not "loud"$/,
    )
  })

  it.each(['a.example', 'https://a.example/', 'https://a.example/path', 'null', '*.example'])(
    'has no origin %s',
    (origin) => {
      const CORS_ORIGINS = `https://b.example,${origin}`
      expect(() => readConfig({ CORS_ORIGINS })).toThrow(`or *, not "${origin}"`)
    },
  )

  it('has the SQL engine only where there is a PostgreSQL', () => {
    expect(() => readConfig({ SEAL_ENGINE: 'sql' })).toThrow('set DATABASE_URL to postgresql://…')
    expect(() => readConfig({ SEAL_ENGINE: 'SQLite' })).toThrow(
      'SEAL_ENGINE must be columns or sql, not "SQLite"',
    )
  })

  it('takes no guess at a flag', () => {
    expect(() => readConfig({ PERSISTED_ONLY: '1' })).toThrow('PERSISTED_ONLY must be true or false, not "1"')
  })

  it.each(['-1', '65536', '4000.5', 'http', 'NaN', 'Infinity'])('has no port %s', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow(`PORT must be a number from 0 to 65535, not "${PORT}"`)
  })

  it.each(['mysql://user:secret@host/name', 'file:', 'seal.db'])('has no database %s', (DATABASE_URL) => {
    expect(() => readConfig({ DATABASE_URL })).toThrow(/^DATABASE_URL must begin with/)
    expect(() => readConfig({ DATABASE_URL })).not.toThrow(/secret/)
  })

  it('keeps files beside a SQLite file, or in data', () => {
    const of = (databaseUrl: string) => dataDirectory({ databaseUrl, host: '', port: 0 })
    expect(of('file:/somewhere/seal.db')).toBe('/somewhere')
    expect(of('postgresql://host/name')).toBe(path.resolve('data'))
  })
})
