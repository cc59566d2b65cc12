import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openRenderer } from '../../src/server/figures/renderer.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'

const api = shared(ingestSealSmall)
const get = async (path: string, init: RequestInit = {}) =>
  api.yoga.fetch(`http://test/figures${path}`, { method: 'GET', ...init })

const PNG = [0x89, 0x50, 0x4e, 0x47]
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]

describe('figures', () => {
  it('are listed, and each is there in every format', async () => {
    const listed = await (await get('')).json()
    const { __type } = await api.ask('{ __type(name: "FigureName") { enumValues { name description } } }')
    expect(listed.map(({ meaning }: { meaning: string }) => meaning)).toEqual(
      __type.enumValues.map(({ description }: { description: string }) => description),
    )
    for (const [i, { name }] of listed.entries()) {
      const svg = await get(`/seal-small/${name}.svg`)
      expect([svg.status, svg.headers.get('content-type')], name).toEqual([200, 'image/svg+xml'])
      expect(await svg.text(), name).toMatch(/^<svg [\s\S]*<\/svg>$/)
      const { dataset } = await api.ask(
        `{ dataset(name: "seal-small") { audit { figure(name: ${__type.enumValues[i].name}) } } }`,
      )
      expect(await (await get(`/seal-small/${name}.json`)).json(), name).toEqual(dataset.audit.figure)
    }
    const png = Buffer.from(await (await get(`/seal-small/${listed[0].name}.png`)).arrayBuffer())
    expect([...png.subarray(0, 4)]).toEqual(PNG)
    expect(Math.min(...sizeOf(png))).toBeGreaterThan(100)
  })

  it('take the arguments of an audit and of a figure', async () => {
    const where = { feature: { name: 'is_eloquent', scope: 'CHOSEN' } }
    const query = new URLSearchParams({ where: JSON.stringify(where), stage: 'PRE', labeler: 'control' })
    const { dataset } = await api.ask(
      `query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where, labeler: "control") {
        figure(name: REWARD_HEATMAP, stage: PRE)
      } } }`,
      { where },
    )
    const drawn = await (await get(`/seal-small/reward-heatmap.json?${query}`)).json()
    expect(drawn).toEqual(dataset.audit.figure)
    expect(await (await get('/seal-small/reward-heatmap.json')).json()).not.toEqual(drawn)
  })

  it('are not sent again to who has them, and gzipped where that is accepted', async () => {
    const path = '/seal-small/imprints.svg'
    const first = await get(path)
    const tag = first.headers.get('etag') as string
    const again = await get(path, { headers: { 'if-none-match': tag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await get(`${path}?stage=PRE`, { headers: { 'if-none-match': tag } })).status).toBe(200)
    const gzipped = await get(path, { headers: { 'accept-encoding': 'gzip' } })
    expect(gunzipSync(Buffer.from(await gzipped.arrayBuffer())).toString()).toBe(await first.text())
    const head = await get(path, { method: 'HEAD' })
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, ''])
  })

  it('may do nothing as pages of their own', async () => {
    const { headers } = await get('/seal-small/imprints.svg')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    ['/seal-small/nothing.svg', 404, 'unknown figure "nothing"; known: '],
    ['/seal-small/IMPRINTS.svg', 404, 'unknown figure "IMPRINTS"'],
    ['/seal-small/imprints.pdf', 404, 'unknown address'],
    ['/nothing/imprints.svg', 404, 'unknown dataset "nothing"'],
    ['/seal-small/imprints.svg?name=MARGINS', 400, 'unknown parameter "name"; known: where, pre, '],
    ['/seal-small/imprints.png?stage=X', 400, 'stage: invalid value "X"'],
    ['/seal-small/flips.png?rewriter=nobody', 404, 'nobody'],
  ])('refuse %s', async (path, status, message) => {
    const response = await get(path)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect((await response.json()).message).toContain(message)
    expect(response.status).toBe(status)
  })
})

describe('the renderer', () => {
  const open = () => {
    const renderer = openRenderer()
    onTestFinished(renderer.close)
    return renderer
  }
  const here = new AbortController().signal
  const bar = (more: object) => ({
    data: { values: [{ x: 'a' }] },
    mark: 'bar',
    encoding: { x: { field: 'x', type: 'nominal' } },
    ...more,
  })

  it('escapes what texts say', async () => {
    const hostile = '</text><script>alert(1)</script>'
    const svg = await open().render(bar({ title: hostile, data: { values: [{ x: hostile }] } }), 'svg', here)
    expect(svg).toContain('&lt;/text&gt;&lt;script&gt;')
    expect(svg).not.toContain('<script')
  })

  it('fetches nothing, from nowhere', async () => {
    const asked = vi.fn()
    const server = createServer((_, response) => {
      asked()
      response.end('[{"x": "fetched"}]')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.json`
    const renderer = open()
    for (const from of [url, `file://${import.meta.filename}`, 'package.json']) {
      const drawn = await renderer.render(bar({ data: { url: from } }), 'svg', here).catch(String)
      expect(drawn).not.toMatch(/fetched|seal-graphql/)
      const image = bar({ mark: { type: 'image', url: from, width: 9, height: 9 } })
      const linked = await renderer.render(image, 'png', here).catch(String)
      expect(linked).toBeDefined()
    }
    expect(asked).not.toHaveBeenCalled()
  })

  it('leaves the event loop to others', async () => {
    const renderer = open()
    await renderer.render(bar({}), 'svg', here)
    const many = { values: Array.from({ length: 50_000 }, (_, i) => ({ x: `${i % 50}`, i })) }
    let worst = 0
    let last = performance.now()
    const beat = setInterval(() => {
      worst = Math.max(worst, performance.now() - last)
      last = performance.now()
    }, 5)
    const begun = performance.now()
    await renderer.render(bar({ data: many, mark: 'point' }), 'png', here)
    clearInterval(beat)
    expect(worst).toBeLessThan((performance.now() - begun) / 2)
  })

  it('draws nothing more for who has gone, and goes on for others', async () => {
    const renderer = open()
    const leaving = new AbortController()
    const first = renderer.render(bar({}), 'svg', leaving.signal)
    const second = renderer.render(bar({}), 'svg', here)
    leaving.abort()
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' })
    expect(await second).toContain('<svg')
    await expect(renderer.render(bar({}), 'svg', AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    })
  })

  it('says what is wrong with a specification, and goes on', async () => {
    const renderer = open()
    await expect(renderer.render({ mark: 5 }, 'svg', here)).rejects.toThrow()
    expect(await renderer.render(bar({}), 'svg', here)).toContain('<svg')
  })
})
