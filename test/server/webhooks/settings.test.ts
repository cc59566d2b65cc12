import type { LookupFunction } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkWebhooks } from '../../../scripts/doctor/webhooks.ts'
import { guardedLookup, isPublic } from '../../../src/server/webhooks/addresses.ts'
import { readWebhooks } from '../../../src/server/webhooks/settings.ts'
import { SECRET } from './receiving.ts'

const read = (WEBHOOK_URLS: string, environment: NodeJS.ProcessEnv = {}) =>
  readWebhooks({ WEBHOOK_URLS, WEBHOOK_SECRET: SECRET, ...environment })

describe('WEBHOOK_URLS', () => {
  it('is a list, and without it there are no webhooks', () => {
    expect(read('https://a.example/x, https://b.example')?.urls.map(({ href }) => href)).toEqual([
      'https://a.example/x',
      'https://b.example/',
    ])
    expect(read('')).toBeUndefined()
    expect(readWebhooks({})).toBeUndefined()
  })

  it.each([
    ['https://a.example, nothing?key=secret', 'URL 2 is no http or https URL'],
    ['ftp://a.example', 'URL 1 is no http or https URL'],
    ['https://a.example,', 'URL 2 is no http or https URL'],
    ['https://a.example, http://b.example', 'URL 2 is not https'],
    ['https://127.0.0.1/', 'URL 1 is refused: 127.0.0.1 is no public address'],
    ['https://[::ffff:10.1.2.3]/', 'URL 1 is refused: ::ffff:a01:203 is no public address'],
    ['https://0x7f.1/', 'URL 1 is refused: 127.0.0.1 is no public address'],
    ['https://a.example, https://a.example/', 'URL 2 is in the list twice'],
  ])('%s is refused with its place', (urls, message) => {
    expect(() => read(urls)).toThrow(`WEBHOOK_URLS: ${message}`)
    expect(() => read(urls)).not.toThrow(/secret/)
  })

  it('has private addresses and http where they are allowed, and public ones over https alone', () => {
    const allowed = (urls: string) => read(urls, { WEBHOOK_PRIVATE: 'true' })
    expect(allowed('http://127.0.0.1:9000/, http://hooks.internal')?.allowPrivate).toBe(true)
    expect(() => allowed('http://8.8.8.8/')).toThrow('8.8.8.8 is a public address, which is reached by https')
    expect(() => read('', { WEBHOOK_PRIVATE: 'yes' })).toThrow('WEBHOOK_PRIVATE must be true or false')
  })
})

it('WEBHOOK_SECRET has one key or several, none of them guessable', () => {
  const second = `whsec_${Buffer.alloc(24).toString('base64')}`
  expect(read('https://a.example', { WEBHOOK_SECRET: `${SECRET},${second}` })?.keys).toHaveLength(2)
  const short = `whsec_${Buffer.alloc(23).toString('base64')}`
  for (const secret of [undefined, '', 'secret', short, `${SECRET},`, SECRET.slice('whsec_'.length)])
    expect(() => read('https://a.example', { WEBHOOK_SECRET: secret })).toThrow(
      /^WEBHOOK_SECRET must be whsec_ and 24 to 64 random bytes in Base64, as of: echo/,
    )
})

it.each([
  ['8.8.8.8', true],
  ['2606:4700:4700::1111', true],
  ['::ffff:8.8.8.8', true],
  ['0.0.0.0', false],
  ['10.255.0.1', false],
  ['100.64.0.1', false],
  ['127.8.8.8', false],
  ['169.254.169.254', false],
  ['168.63.129.16', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:169.254.169.254', false],
  ['::10.0.0.1', false],
  ['::a00:1', false],
  ['64:ff9b::a00:1', false],
  ['2002:a00:1::', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['ff02::1', false],
])('whether %s is public: %s', (address, known) => {
  expect(isPublic(address)).toBe(known)
})

it('of a name with several addresses, those are used that are allowed', async () => {
  const found = ['10.0.0.1', '8.8.8.8', '::1'].map((address) => ({ address, family: 4 }))
  const lookup = guardedLookup((address) => (isPublic(address) ? null : `${address} is private`), ((
    _,
    __,
    callback,
  ) => callback(null, found)) as LookupFunction)
  const resolve = (options: object) =>
    new Promise((done) => lookup('name', options, (...answer) => done(answer)))
  expect(await resolve({ all: true })).toEqual([null, [found[1]]])
  expect(await resolve({})).toEqual([null, '8.8.8.8', 4])
  found.splice(1, 1)
  expect(await resolve({ all: true })).toEqual([new Error('10.0.0.1 is private'), []])
})

it('npm run doctor says who would be connected to, and who would not', async () => {
  const findings = async (urls: string) => {
    const found: { state: string; found: string }[] = []
    const config = { databaseUrl: '', host: '', port: 0, webhooks: read(urls) }
    for await (const finding of checkWebhooks(config)) found.push(finding)
    return found.map(({ state, found }) => `${state} ${found}`)
  }
  expect(await findings('https://8.8.8.8/hidden, https://localhost')).toEqual([
    'ok 1 at https://8.8.8.8 is told of revisions, at 8.8.8.8',
    expect.stringMatching(/^failed 2 at https:\/\/localhost: (127\.0\.0\.1|::1) is no public address/),
  ])
  expect(await findings('')).toEqual(['ok not set up: WEBHOOK_URLS is not set'])
})
