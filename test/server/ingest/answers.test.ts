import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { bodyOf } from '../../../src/server/ingest/receive.ts'
import { DEFAULT_LIMITS } from '../../../src/server/limits/limits.ts'
import { databases, openAll } from '../../databases.ts'
import { parquetOf } from '../../ingest/parquet-files.ts'
import { zstOf } from '../../ingest/zst-files.ts'
import { manyPairs, tempFile } from '../../pipeline/files.ts'
import { type Answer, openSending } from './sending.ts'

const PAIRS = 50
const POST = 'd/rewards?model=m&stage=POST'
const REWARDS = 'row_id,chosen_score,rejected_score\n0,1,2\n'
const MOST = 3000

let all: Awaited<ReturnType<typeof openAll>>
let sending: ReturnType<typeof openSending>
beforeAll(async () => {
  const { url, drop } = await databases()[0].create()
  all = await openAll(url)
  await ingestPairs(all.context, { dataset: 'd', files: [tempFile(manyPairs(PAIRS))], unmeasured: true })
  sending = openSending(url, { ingest: MOST, whenDone: afterAll })
  return async () => {
    await all.close()
    await drop()
  }
})

type Refused = {
  path?: string
  body?: string
  headers?: Record<string, string>
  status: number
  code: string
  says: RegExp
}
const input = (path: string, says: RegExp): Refused => ({ path, status: 400, code: 'INVALID_INPUT', says })
const file = (body: string, says: RegExp): Refused => ({ body, status: 400, code: 'INVALID_INPUT', says })
const type = (headers: Record<string, string>, says: RegExp): Refused => ({
  headers,
  status: 415,
  code: 'BAD_REQUEST',
  says,
})

const REFUSED: Record<string, Refused> = {
  'a parameter that there is not': input(
    'd/rewards?modle=m',
    /^unknown parameter "modle" of rewards; known: file, model, id, stage, series, step$/,
  ),
  'without one that is needed': input('d/rewards?model=m', /^required parameter "stage" not specified$/),
  'another value': input(
    'd/rewards?model=m&stage=LATER',
    /^parameter "stage" is "LATER"\. Allowed choices are PRE, POST\.$/,
  ),
  'what is no number': input(`${POST}&step=many`, /^parameter "step" is "many"\. It must be a whole number/),
  'a parameter twice': input(`${POST}&model=n`, /^model: give it once$/),
  'what is no flag': input('d/pairs?replace=yes', /^replace is true or false, not "yes"$/),
  'a file of the server': input('d/pairs?taxonomy=/etc/passwd', /^unknown parameter "taxonomy"/),
  'scores of nobody': input('d/pairs?scores=a,b', /needs --model and --stage/),
  'a labeler of numbers': input('d/measures?labeler=l', /^unknown parameter "labeler" of measures/),
  'another kind': {
    path: 'd/reward',
    status: 404,
    code: 'NOT_FOUND',
    says: /known: pairs, rewards, labels, measures/,
  },
  'another dataset': {
    path: 'other/rewards?model=m&stage=POST',
    status: 404,
    code: 'NOT_FOUND',
    says: /^unknown dataset "other"; known: d; POST \/ingest\/other\/pairs makes it$/,
  },
  'a form': type({ 'content-type': 'application/x-www-form-urlencoded' }, /curl -X POST -T FILE/),
  'a form with parts': type({ 'content-type': 'multipart/form-data; boundary=x' }, /send the file alone/),
  'an image': type({ 'content-type': 'image/png' }, /"image\/png" is not read; it is one of application/),
  'another encoding': type(
    { 'content-encoding': 'br' },
    /"br" is not read; it is one of identity, gzip, zstd/,
  ),
  'too much': {
    body: 'x'.repeat(MOST + 1),
    status: 413,
    code: 'LIMIT_EXCEEDED',
    says: /at most 3000 \(MAX_INGEST_BYTES\)/,
  },
  'pages of others': {
    headers: { 'sec-fetch-site': 'cross-site' },
    status: 403,
    code: 'FORBIDDEN',
    says: /other origins/,
  },
  'other columns': file(
    'id,score\n1,2\n',
    /^upload lacks the columns row_id, chosen_score, rejected_score; it has id, score$/,
  ),
  nothing: file('', /^upload is empty/),
  'a zip': file('PK\x03\x04', /^upload is a zip archive/),
}

describe('what is refused', () => {
  it.each(Object.entries(REFUSED))(
    '%s',
    async (_, { path = POST, body = REWARDS, headers, status, code, says }) => {
      const sent = await sending.send(path, body, headers)
      expect([sent.status, sent.answer.errors?.[0].extensions]).toEqual([status, { code }])
      expect(sent.answer.errors?.[0].message).toMatch(says)
      expect(await all.prisma.reward.count()).toBe(0)
    },
  )

  it('is what ceases to come, or ends before its end', async () => {
    const silent = new Request('http://localhost', {
      method: 'POST',
      body: new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(3)) }),
      duplex: 'half',
    } as RequestInit)
    const bytes = bodyOf(silent, DEFAULT_LIMITS, 50)
    expect((await bytes.next()).value).toHaveLength(3)
    await expect(bytes.next()).rejects.toThrow('nothing more of the body came for 0.05 s')
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(REWARDS)),
      pull: (controller) => controller.error(new Error('gone')),
    })
    expect((await sending.send(POST, broken)).answer.errors?.[0].extensions.code).toBe('CANCELLED')
    expect(await all.prisma.reward.count()).toBe(0)
  })
})

describe('what is answered', () => {
  it('lists rejects by line, the first ones at once and all by an address', async () => {
    const lines = Array.from({ length: 30 }, (_, row) => `${row + PAIRS},1,2\n`)
    const { status, answer } = await sending.send(`${POST}&file=/home/me/x.csv`, REWARDS + lines.join(''))
    expect([status, answer.run.file, answer.run.counts.read]).toEqual([200, 'x.csv', 31])
    expect(answer.rejects).toMatchObject({ count: 30, first: { length: 20 } })
    expect(answer.rejects.first[0]).toEqual({
      file: 'x.csv',
      line: 3,
      rowId: PAIRS,
      reason: 'no pair has row_id 50',
    })
    const list = await sending.request(String(answer.rejects.address))
    expect((await list.text()).trim().split('\n')).toHaveLength(31)
    expect(answer.notices.join('\n')).toContain(`with file and line: ${answer.rejects.address}`)
    expect(JSON.stringify(answer)).not.toMatch(/seal-(ingest|input)|\/home/)
    const [, id] = /runs\/(.+)\/rejects/.exec(String(answer.rejects.address)) as RegExpExecArray
    for (const other of ['..', `${id}%2f..`, `../${id}`, 'etc'])
      expect((await sending.request(`/ingest/runs/${other}/rejects`)).status, other).toBe(404)
  })

  it('tells of rows of which none went in what was wrong with them', async () => {
    const { status, answer } = await sending.send(
      'd/rewards?model=none&stage=POST',
      REWARDS.replace('0,1', '99,1'),
    )
    expect([status, answer.errors?.[0].message]).toEqual([
      400,
      'none of 1 row went in: see the reasons in the list of rejects',
    ])
    expect(answer.rejects.first).toMatchObject([{ line: 2, reason: 'no pair has row_id 99' }])
  })

  it('comes later to who prefers that, and is the same', async () => {
    const body = zstOf(REWARDS)
    const { status, headers, answer } = await sending.send('d/rewards?model=later&stage=PRE', body, {
      prefer: 'respond-async',
    })
    expect([status, answer.run.state, answer.errors]).toEqual([202, 'RUNNING', undefined])
    const done = await vi.waitUntil(async () => {
      const told = (await (await sending.request(String(headers.get('location')))).json()) as Answer
      return told.run.state === 'RUNNING' ? null : told
    })
    expect(done).toMatchObject({ run: { state: 'DONE', counts: { read: 1, changed: 2 } }, dataset: 'd' })
    const { data } = await (
      await sending.request(`/graphql?query={node(id:"${done.run.id}"){...on Run{state file}}}`, {
        headers: { accept: 'application/json' },
      })
    ).json()
    expect(data).toEqual({ node: { state: 'DONE', file: 'upload' } })
  })

  it('is of Parquet, too, and of a taxonomy', async () => {
    const pairs = parquetOf([{ prompt: 'Q', chosen: 'a', rejected: 'b' }])
    expect((await sending.send('parquet/pairs?unmeasured=true', pairs)).answer.run.counts.read).toBe(1)
    const feature = { name: 'is_new', description: 'It is new.', kind: 'BOOLEAN', role: 'SPOILER' }
    const declared = JSON.stringify({ features: [feature], priority: ['is_new'] })
    const { status, answer } = await sending.send('parquet/taxonomy', declared)
    expect([status, answer.run.id, answer.notices[0]]).toEqual([
      200,
      null,
      expect.stringMatching(/1 feature new: is_new$/),
    ])
    expect((await sending.send('parquet/taxonomy', '{')).answer.errors?.[0].message).toMatch(
      /^upload is not JSON/,
    )
  })

  it('says that it is busy while eight others are received', async () => {
    const open: ReadableStreamDefaultController[] = []
    const waiting = Array.from({ length: 8 }, () =>
      sending.send(POST, new ReadableStream({ start: (controller) => void open.push(controller) })),
    )
    await wait(100)
    const { status, headers } = await sending.send(POST, REWARDS)
    expect([status, headers.get('retry-after')]).toEqual([503, '5'])
    for (const controller of open) controller.error(new Error('gone'))
    await Promise.all(waiting)
    expect((await sending.send(POST, REWARDS)).status).toBe(200)
  })
})
