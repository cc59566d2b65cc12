import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPage } from '../../scripts/build-page.ts'
import { loadDemo } from '../../scripts/demo.ts'
import { parseFieldMap } from '../../src/ingest/mapped.ts'
import { TEXT_MEASURES } from '../../src/measures/text-measures.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { PAGE_DIRECTORY } from '../../src/server/page.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { estimate } from '../../src/web/format/numbers.ts'
import type { TestDatabase } from '../databases.ts'
import { SQLITE, write } from '../graphql/ask.ts'
import { pairLines, tempFile } from '../pipeline/files.ts'
import { browserIsThere, openBrowser } from './chromium.ts'
import { ingestLengthy } from './lengthy.ts'

const WIDTHS = { desktop: 1280, phone: 390 }
const SHOTS = '.tmp/page'

const HOSTILE = '<script>window.hit = 1</script><img src=x onerror="window.hit = 1"> \u202Eevil'

/** Six pairs of three prompts, one of them a tie; what came with them is hostile, too. */
const PROMPTED = [
  { prompt: 'Why?', answers: ['So it is.', 'No.'], source: HOSTILE, ratings: [4, 1], scores: [2, 1] },
  { prompt: 'Why?', answers: ['Because.', 'No.'], source: 'web', ratings: [3, 3], tie: true, scores: [1, 1] },
  { prompt: 'Why?', answers: ['Well?', 'No.'], source: 'web', ratings: [3.5, 1], scores: [0, 1] },
  { prompt: 'How?', answers: ['Like this.', 'No.'], source: 'web', ratings: [5, 2], scores: [3, 1] },
  { prompt: 'How?', answers: ['Thus.', 'No.'], source: HOSTILE, ratings: [4, 2], scores: [0.5, 1] },
  { prompt: 'When?', answers: ['Now.', 'No.'], ratings: [2, 1], scores: [2, 1] },
].map(({ prompt, answers, source, ratings, tie = false, scores }) => ({
  ...{ prompt, chosen: answers[0], rejected: answers[1], is_tie: tie, source },
  ...{ chosen_rating: ratings[0], rejected_rating: ratings[1], score_c: scores[0], score_r: scores[1] },
}))

/** Answers that differ in a word, from right to left too; the last two have nothing in common. */
const TEA_PAIRS = [
  { prompt: 'كيف؟', chosen: 'أضف أوراق الشاي الأخضر الآن.', rejected: 'أضف أوراق الشاي الأسود الآن.' },
  { prompt: 'Tea?', chosen: 'Add green tea to the water.', rejected: 'Add black tea to the water.' },
  { prompt: 'How?', chosen: 'Put the kettle on first.', rejected: 'I cannot say anything about TEA.' },
]

type Regime = {
  regime: string
  pairs: number
  prevalence: number | null
  labelerAgreement: { rate: number | null }
  rewardShift: { mean: number | null }
}

const share = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(1)}%`)
const pValue = (value: number | null) => (value === null ? '–' : value < 0.001 ? '< 0.001' : value.toFixed(3))
const degrees = (value: number | null) => (value === null ? '–' : `${value.toFixed(1).replace('-', '−')}°`)

describe.skipIf(!browserIsThere('The page’s'))('the page in a browser', () => {
  let database: TestDatabase
  let server: Server
  let base: string
  let browser: Browser
  let page: Page
  let hosts: Set<string>
  let complaints: string[]

  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    await buildPage()
    database = await SQLITE.create()
    const config = { databaseUrl: database.url, host: '127.0.0.1', port: 0 }
    await loadDemo(config)
    await write(database.url, (context) =>
      ingestPairs(context, { dataset: 'hostile', files: [tempFile(pairLines([[HOSTILE, 'a plain no']]))] }),
    )
    await write(database.url, (context) =>
      ingestPairs(context, {
        dataset: 'judged',
        format: 'rewardbench',
        files: [path.join(import.meta.dirname, '../fixtures/formats/rewardbench.jsonl')],
        scoredBy: { model: 'judge', stage: 'POST' },
      }),
    )
    await write(database.url, (context) =>
      ingestPairs(context, {
        dataset: 'prompted',
        map: parseFieldMap('prompt=prompt,chosen=chosen,rejected=rejected,tie=is_tie'),
        files: [tempFile(PROMPTED.map((row) => `${JSON.stringify(row)}\n`).join(''))],
        scoredBy: { model: 'judge', stage: 'POST' },
        scores: ['score_c', 'score_r'],
      }),
    )
    await write(database.url, (context) =>
      ingestPairs(context, {
        dataset: 'tea',
        map: parseFieldMap('prompt=prompt,chosen=chosen,rejected=rejected'),
        files: [tempFile(TEA_PAIRS.map((row) => `${JSON.stringify(row)}\n`).join(''))],
      }),
    )
    await write(database.url, ingestLengthy)
    server = await startServer(config)
    base = new URL('/', server.url).href
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.drop()
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: WIDTHS.desktop, height: 900 } })
    hosts = new Set()
    complaints = []
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterEach(async () => {
    expect(complaints).toEqual([])
    hosts.delete(new URL(base).host)
    expect([...hosts].filter((host) => host !== '')).toEqual([])
    await page.close()
  })

  const settled = () =>
    page.waitForFunction(
      () =>
        document.querySelector('main section') &&
        !document.querySelector('main .waiting, main [aria-busy="true"]'),
    )
  const open = async (place: Record<string, string> = {}) => {
    await page.goto(`${base}?${new URLSearchParams(place)}`)
    await settled()
  }
  const audit = async (fields: string, where: object | null, dataset = 'demo') => {
    const query = `query ($where: PairFilter) { dataset(name: "${dataset}") { audit(where: $where) { ${fields} } } }`
    const response = await fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { where } }),
    })
    return (await response.json()).data.dataset.audit
  }
  const regimes = async (where: object | null): Promise<Regime[]> => {
    const fields = 'regimes { regime pairs prevalence labelerAgreement { rate } rewardShift { mean } }'
    return (await audit(fields, where)).regimes
  }
  /** What a section's table shows, without the smaller numbers below the large ones. */
  const tableOf = (section: string) =>
    page.$$eval(`section[aria-label^="${section}"] tbody tr`, (rows) =>
      rows.map((row) =>
        [...row.children].map((cell) => {
          const copy = cell.cloneNode(true) as Element
          for (const small of copy.querySelectorAll('small')) small.remove()
          return copy.textContent
        }),
      ),
    )
  const table1 = () => tableOf('What did training change')
  const expected = (rows: Regime[]) =>
    rows.map(({ regime, pairs, prevalence, labelerAgreement, rewardShift }) => [
      regime.toLowerCase().replace('_', ' '),
      share(prevalence),
      pairs.toLocaleString('en'),
      share(labelerAgreement.rate),
      degrees(rewardShift.mean),
    ])
  /** Chooses from a section's menu. */
  const exported = async (section: string, item: string) => {
    const menu = page.locator('details.menu', { has: page.getByLabel(`Export “${section}`) })
    await menu.locator('summary').click()
    await menu.getByRole('button', { name: item, exact: true }).click()
  }
  const saved = async (section: string, item: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), exported(section, item)])
    return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
  }
  const where = () => JSON.parse(new URL(page.url()).searchParams.get('where') ?? 'null')

  it('shows Table 1 of the demo with the numbers of GraphQL', async () => {
    await open()
    expect(await table1()).toEqual(expected(await regimes(null)))
  })

  it('shows the demo within 2 seconds to a browser that has nothing of it', async () => {
    const before = page
    const times: number[] = []
    for (let view = 0; view < 3; view++) {
      const context = await browser.newContext()
      page = await context.newPage()
      const start = performance.now()
      await open()
      times.push(Math.round(performance.now() - start))
      await context.close()
    }
    page = before
    console.info(`first views of the demo: ${times.join(', ')} ms`)
    // Other tests may keep the machine busy at the same time.
    expect(Math.min(...times)).toBeLessThan(2000)
  })

  it('is small, and loads Vega with the first figure', async () => {
    const scripts: string[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('.js')) scripts.push(new URL(response.url()).pathname)
    })
    const bytes = () =>
      scripts.reduce((sum, script) => sum + readFileSync(path.join(PAGE_DIRECTORY, `${script}.gz`)).length, 0)
    await open()
    const before = bytes()
    console.info(`scripts: ${Math.round(before / 1000)} kB gzipped`)
    expect(before).toBeLessThan(350_000)
    await page.getByRole('link', { name: 'Figures' }).click()
    await page.waitForSelector('.figure svg')
    console.info(`with Vega: ${Math.round(bytes() / 1000)} kB gzipped`)
    expect(bytes()).toBeGreaterThan(before)
  })

  it('says first what the data show, each sentence with its evidence', async () => {
    for (const [dataset, unlabeled] of [
      ['demo', 0],
      ['lengthy', 1],
    ] as const) {
      await open({ dataset })
      const { findings } = await audit('findings { kind sentence }', null, dataset)
      const said = findings.filter(({ kind }: { kind: string }) => kind !== 'UNLABELED')
      const sentences = page.locator('ul.findings a')
      expect(await sentences.allInnerTexts()).toEqual(
        said.map(({ sentence }: { sentence: string }) => sentence),
      )
      expect(await page.locator('.unlabeled').count()).toBe(unlabeled)
      for (const link of await sentences.all()) {
        const href = (await link.getAttribute('href'))!
        if (href.startsWith('#')) expect(await page.locator(href).count(), href).toBe(1)
      }
      const size = async (at: number) =>
        Number.parseFloat(await sentences.nth(at).evaluate((it) => getComputedStyle(it).fontSize))
      expect(await size(0)).toBeGreaterThan(1.2 * (await size(1)))
      // It is of the feature that the sentence is about.
      await sentences.first().click()
      const row = page.locator('tr[aria-current]')
      await row.waitFor()
      expect(await sentences.count()).toBe(0)
      const title = await row.locator('th').innerText()
      expect(said[0].sentence).toContain(`“${title}”`)
      expect(await row.evaluate((it) => it.getBoundingClientRect().top)).toBeLessThan(900)
    }
    // Names of models are text.
    expect(await page.locator('main img').count()).toBe(0)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  it('has a place for what the data show while that is looked for, and waits with nothing else', async () => {
    await page.route('**/graphql', async (route) => {
      if (route.request().postDataJSON()?.documentId === 'findings') return
      await route.continue()
    })
    await page.goto(`${base}?dataset=lengthy`)
    await page.waitForSelector('#rulers tbody tr')
    await page.waitForSelector('#alignment .headline')
    await page.waitForSelector('#weak-slices tbody tr')
    expect(await page.getByRole('status', { name: 'Looking for what stands out' }).isVisible()).toBe(true)
    // Models have their numbers without what is found of them.
    await expect.poll(() => tableOf('Which model sides')).toHaveLength(3)
    await expect.poll(async () => (await tableOf('Which model sides'))[0]![1]).toMatch(/%$/)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  it('copies the command that says what labels cost', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await open({ dataset: 'lengthy' })
    await page.locator('.unlabeled').getByRole('button').click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      'npm run label -- --dataset lengthy --labeler NAME --backend openai --dry-run',
    )
  })

  it('shows what people and models go by, side by side, with the numbers of GraphQL', async () => {
    type Term = { feature: string; title: string; estimate: number | null; adjustedPValue: number | null }
    const OPTIONS = 'options: { scale: STANDARDIZED, correction: HOLM'
    const TERMS = '{ terms { feature title estimate adjustedPValue } }'
    const measures = JSON.stringify(TEXT_MEASURES.map(({ name }) => name))
    for (const [place, features] of [
      [{}, ''],
      [{ features: 'measures' }, `, features: ${measures}`],
      [{ dataset: 'lengthy' }, ''],
    ] as const) {
      const options = `${OPTIONS}${features} }`
      await open({ ...place, view: 'terms' })
      const { people, before, after, amplification } = await audit(
        `people: choices(${options}) ${TERMS} before: choices(by: MODEL, stage: PRE, ${options}) ${TERMS}
        after: choices(by: MODEL, ${options}) ${TERMS}
        amplification(${options}) { terms { feature difference adjustedPValue } }`,
        null,
        'dataset' in place ? place.dataset : 'demo',
      )
      const all = [people, before, after].map(({ terms }) => terms as Term[])
      const wins = (estimate: number | null | undefined) =>
        share(estimate == null ? null : 1 / (1 + Math.exp(-estimate)))
      const rows = all[0]!.map(({ feature, title }, at) => {
        const { difference, adjustedPValue } = amplification.terms.find(
          (one: Term) => one.feature === feature,
        )
        return { title, difference, adjustedPValue, terms: all.map((terms) => terms[at]!) }
      })
      const shown = rows.filter(({ terms }) => terms.some(({ estimate }) => estimate !== null))
      const cells = shown.map(({ title, adjustedPValue, terms }) => [
        title,
        ...terms.map(({ estimate }) => wins(estimate)),
        pValue(adjustedPValue),
      ])
      const table = await tableOf('What does it go by')
      expect([...table].sort()).toEqual([...cells].sort())
      const surest = shown.filter(({ adjustedPValue }) => adjustedPValue !== null && adjustedPValue < 0.05)
      surest.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
      expect(table.slice(0, surest.length).map(([title]) => title)).toEqual(surest.map(({ title }) => title))
      for (const [at, series] of ['people', 'before', 'after'].entries()) {
        const filled = page.locator(`tbody .interval.${series}:not(.hollow)`)
        expect(await filled.count(), series).toBe(
          all[at]!.filter(({ adjustedPValue }) => adjustedPValue !== null && adjustedPValue < 0.05).length,
        )
      }
    }
  })

  it('shows text measures as judges with the numbers of GraphQL', async () => {
    type Ruler = {
      feature: { title: string }
      higherWins: boolean
      alignment: { score: number | null; pairs: number }
      modelAgreement: { rate: number | null }
      adjustedPValue: number | null
    }
    for (const dataset of ['demo', 'lengthy']) {
      await open({ dataset })
      const { rulers } = await audit(
        'rulers { feature { title } higherWins alignment { score pairs } modelAgreement { rate } adjustedPValue }',
        null,
        dataset,
      )
      const isSure = ({ adjustedPValue }: Ruler) => adjustedPValue !== null && adjustedPValue < 0.05
      const differing = (rulers as Ruler[]).filter(({ alignment }) => alignment.pairs > 0)
      const sorted = [...differing.filter(isSure), ...differing.filter((ruler) => !isSure(ruler))]
      expect(await tableOf('Could counting replace it')).toEqual(
        sorted.map(({ feature, higherWins, alignment, modelAgreement, adjustedPValue }) => [
          `“${feature.title}” is ${higherWins ? 'higher' : 'lower'}`,
          ...[share(alignment.score), alignment.pairs.toLocaleString('en'), share(modelAgreement.rate)],
          pValue(adjustedPValue),
        ]),
      )
      expect(await page.locator('#rulers tr.significant').count()).toBe(differing.filter(isSure).length)
    }
  })

  it('shows where a model goes wrong with the numbers of GraphQL, and leads there', async () => {
    type Weak = {
      by: string
      where: string
      adjustedPValue: number | null
      alignment: { score: number; pairs: number }
      rest: { score: number }
    }
    await open({ dataset: 'lengthy' })
    const { weakSlices } = await audit(
      'weakSlices(first: 8) { by where adjustedPValue alignment { score pairs } rest { score } }',
      null,
      'lengthy',
    )
    const rows = await tableOf('Where does it go wrong')
    expect(rows.map(([, ...numbers]) => numbers)).toEqual(
      weakSlices.map(({ adjustedPValue, alignment, rest }: Weak) => [
        ...[share(alignment.score), share(rest.score), alignment.pairs.toLocaleString('en')],
        pValue(adjustedPValue),
      ]),
    )
    weakSlices.forEach(({ by }: Weak, at: number) => {
      expect(rows[at]![0]).toMatch(new RegExp(`^${by}: .`))
    })
    expect(await page.locator('#weak-slices .bar:not(.hollow)').count()).toBe(
      weakSlices.filter(({ adjustedPValue }: Weak) => adjustedPValue !== null && adjustedPValue < 0.05)
        .length,
    )
    await page.locator('#weak-slices .slicing').first().click()
    await expect.poll(where).toEqual(JSON.parse(weakSlices[0].where))
    await settled()
  })

  it('shows the models of a dataset, the best first, and goes on with the one that is clicked', async () => {
    type Model = { name: string; alignment: { score: number; pairs: number }; finding: string | undefined }
    await open({ dataset: 'lengthy' })
    const names = (await page.getByLabel('Model after').locator('option').allInnerTexts()) as string[]
    expect(names).toHaveLength(3)
    const models: Model[] = []
    for (const name of names) {
      const query = `query ($post: String!) { dataset(name: "lengthy") { audit(post: $post) {
        alignment { score pairs } findings { kind sentence } } } }`
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { post: name } }),
      })
      const { alignment, findings } = (await response.json()).data.dataset.audit
      const finding = findings.find(({ kind }: { kind: string }) => kind === 'AMPLIFIED')?.sentence
      models.push({ name, alignment, finding })
    }
    models.sort((a, b) => b.alignment.score - a.alignment.score)
    expect(await tableOf('Which model sides')).toEqual(
      models.map(({ name, alignment }) => [name, share(alignment.score), `${alignment.pairs}`]),
    )
    const sentences = page.locator('section[aria-label^="Which model"] th small')
    expect(await sentences.allInnerTexts()).toEqual(models.flatMap(({ finding }) => finding ?? []))
    expect(await sentences.count()).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'v2', exact: true }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('post')).toBe('v2')
    await settled()
    expect(await page.locator('#alignment .headline').innerText()).toContain(
      share(models.find(({ name }) => name === 'v2')!.alignment.score),
    )
  })

  it('sends a policy that lets nothing in, and names that browsers may keep', async () => {
    const answer = await fetch(base)
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    const [script] = /\/assets\/[^"]+\.js/.exec(await answer.text())!
    const asset = await fetch(new URL(script, base))
    expect(asset.headers.get('cache-control')).toMatch(/immutable/)
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    expect((await fetch(new URL('/assets/nothing.js', base))).status).toBe(404)
  })

  it('slices by a click on a regime; the address says so, and so does going back', async () => {
    await open()
    await page.getByRole('link', { name: 'reversed alignment', exact: true }).click()
    const slice = { regime: ['REVERSED_ALIGNMENT'] }
    await expect.poll(where).toEqual(slice)
    await settled()
    const sliced = expected(await regimes(slice))
    expect(await table1()).toEqual(sliced)
    const address = page.url()
    await page.goBack()
    await settled()
    expect(await table1()).toEqual(expected(await regimes(null)))
    await page.goto(address)
    await settled()
    expect(await table1()).toEqual(sliced)
    await page.screenshot({ path: `${SHOTS}/sliced.png`, fullPage: true })
    await page.getByRole('link', { name: 'Figures' }).click()
    await page.waitForSelector('.figure svg')
    expect(await page.locator('.figure').textContent()).toMatch(/437 of 5,000 pairs/)
  })

  it('has an address that means the same after a later import', async () => {
    const shown = () => Object.fromEntries(new URL(page.url()).searchParams)
    await open()
    await expect.poll(shown).toEqual({
      ...{ dataset: 'demo', pre: 'demo-pre', post: 'demo-post', labeler: 'first-labeler' },
    })
    const link = await page.getByRole('link', { name: 'Features', exact: true }).getAttribute('href')
    expect(link).toBe('?dataset=demo&pre=demo-pre&post=demo-post&labeler=first-labeler&view=terms')
    // It is the same place: going back leaves it.
    await page.getByRole('link', { name: 'Pairs', exact: true }).click()
    await settled()
    await page.goBack()
    await expect
      .poll(async () => await page.getByRole('link', { name: 'Overview' }).getAttribute('aria-current'))
      .toBe('page')
    await page.getByLabel('Dataset').selectOption('judged')
    await expect.poll(shown).toEqual({ dataset: 'judged', post: 'judge' })
    await settled()
    expect(await page.getByLabel('Model before').inputValue()).toBe('')
    expect(await page.getByLabel('Model before').innerText()).toMatch(/^none/)
  })

  it('goes from a number to its pairs', async () => {
    await open()
    await page.getByRole('link', { name: '437 pairs: reversed alignment' }).click()
    await page.waitForSelector('.total')
    const { coverage } = await audit('coverage { pairs prompts }', { regime: ['REVERSED_ALIGNMENT'] })
    expect(coverage.pairs).toBe(437)
    expect(await page.locator('.total').innerText()).toBe(`437 pairs, ${coverage.prompts} prompts`)
    expect(await page.locator('.pair').count()).toBe(20)
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect.poll(() => page.getByRole('link', { name: 'First page' }).count()).toBe(1)
  })

  it('slices by a quadrant, a topic, a feature, and a bar of a figure', async () => {
    await open()
    await page.getByRole('link', { name: 'only chosen positive' }).last().click()
    await expect.poll(where).toEqual({
      reward: { stage: 'POST', side: 'CHOSEN', gte: 5e-324 },
      and: [{ reward: { stage: 'POST', side: 'REJECTED', lte: 0 } }],
    })
    await settled()
    await page.getByRole('link', { name: 'Health and fitness', exact: true }).click()
    await expect.poll(async () => where().topic).toEqual(['Health and fitness'])
    await open({ view: 'terms', regression: 'shifts' })
    await page.getByRole('link', { name: 'is harmless (r)' }).click()
    await expect
      .poll(where)
      .toEqual({ feature: { name: 'last_response_is_harmless', scope: 'REJECTED', values: [1] } })
    await open({ view: 'figures', figure: 'TOPICS' })
    await page.locator('.figure .mark-rect path').first().click()
    const { topics } = await audit('topics { key }', null)
    await expect.poll(where).toEqual({ topic: [topics[0].key] })
    await page.waitForSelector('.figure svg')
  })

  it('slices by typing, and says what is wrong with what was typed', async () => {
    await open()
    await page.getByText('Narrow down by typing').click()
    await page.getByLabel('Text contains').fill('recipe')
    await page.keyboard.press('Enter')
    await expect.poll(where).toEqual({ text: 'recipe' })
    const json = page.getByLabel('PairFilter')
    await json.fill('{"feature": {"name": "is_funny"}}')
    await page.getByRole('button', { name: 'Apply' }).click()
    await expect.poll(() => page.getByRole('alert').first().innerText()).toMatch(/is_funny/)
    // What the slice is none of is there all the same.
    const headline = page.locator('#alignment .headline')
    await expect.poll(() => headline.innerText()).toMatch(/–\s+of 5,000[\s\S]*in the whole dataset/)
    await json.fill('{"regime": ')
    await page.getByRole('button', { name: 'Apply' }).click()
    expect(await page.getByText('This is not a filter').innerText()).toMatch(/JSON/)
    await page.getByRole('link', { name: 'Remove: is_funny' }).click()
    await expect.poll(where).toBe(null)
    await settled()
  })

  it('has the query behind each part, which GraphiQL opens with', async () => {
    await open({ where: '{"regime":["STAYED_ALIGNED"]}' })
    await exported('What did training change', 'GraphQL query')
    expect(await page.locator('dialog[open]').innerText()).toMatch(/query Regimes[\s\S]*STAYED_ALIGNED/)
    await page.screenshot({ path: `${SHOTS}/query.png` })
    const link = await page.getByRole('link', { name: 'Open in GraphiQL' }).getAttribute('href')
    await page.keyboard.press('Escape')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    const graphiql = await (await fetch(new URL(link!, base), { headers: { accept: 'text/html' } })).text()
    expect(graphiql).toContain('STAYED_ALIGNED')
  })

  it('exports what is shown as tables, images and the answer', async () => {
    const where = '{"regime":["REVERSED_ALIGNMENT"]}'
    await open({ where })
    const table = await saved('What did training change', 'CSV')
    expect(table.name).toBe('demo-table-1.csv')
    expect(`${table.bytes}`).toMatch(/REVERSED_ALIGNMENT,437,1,/)
    const answer = JSON.parse(`${(await saved('What did training change', 'JSON')).bytes}`)
    expect(answer.data.dataset.audit.regimes).toHaveLength(4)
    await open({ where, view: 'pairs' })
    const pairs = `${(await saved('Pairs', 'CSV')).bytes}`.trim().split('\n')
    expect(pairs).toHaveLength(1 + 437)
    expect(pairs[0]).not.toMatch(/chosen_continuation/)
    expect(`${(await saved('Pairs', 'CSV with texts')).bytes}`).toMatch(/^[^\n]*,chosen_continuation,/)
    await open({ where, view: 'terms', regression: 'imprints' })
    expect(`${(await saved('How much reward', 'CSV before training')).bytes}`).toMatch(/is_harmless/)
    await open({ where, view: 'figures', figure: 'SHIFTS_BY_REGIME' })
    const { name, bytes } = await saved('Figures', 'PNG')
    expect([name, `${bytes.subarray(1, 4)}`]).toEqual(['demo-shifts-by-regime.png', 'PNG'])
    expect(`${(await saved('Figures', 'SVG')).bytes}`).toMatch(/^<svg[\s\S]*437 of 5,000 pairs/)
  })

  it('lets no variable end the script of GraphiQL', async () => {
    const variables = JSON.stringify({ where: { text: '</script><script>x' } })
    const address = new URL(
      `/graphql?${new URLSearchParams({ query: '{ datasets { name } }', variables })}`,
      base,
    )
    const html = await (await fetch(address, { headers: { accept: 'text/html' } })).text()
    expect(html).not.toContain('</script><script>x')
  })

  it('folds texts until they are asked for, and then shows them as text', async () => {
    await open({ dataset: 'hostile', view: 'pairs' })
    expect(await page.locator('main').textContent()).not.toContain('script')
    await page.getByRole('button', { name: 'Show texts of row 0' }).click()
    await page.waitForSelector('.texts')
    expect(await page.locator('.texts').textContent()).toContain(HOSTILE)
    expect(await page.locator('.texts :is(script, img)').count()).toBe(0)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  it('shows a revision as soon as it is there', async () => {
    await open({ dataset: 'hostile' })
    const pairs = () => page.locator('.headline strong').first().innerText()
    expect(await pairs()).toBe('1')
    await write(database.url, (context) =>
      ingestPairs(context, {
        dataset: 'hostile',
        files: [
          tempFile(
            pairLines([
              ['yes', 'no'],
              ['oh', 'no'],
            ]),
          ),
        ],
      }),
    )
    await expect.poll(pairs, { timeout: 5000 }).toBe('2')
    await expect.poll(() => page.getByRole('status').innerText()).toMatch(/Revision 2/)
  })

  it('says once what a dataset lacks, and how to bring it', async () => {
    await open({ dataset: 'hostile' })
    const rewards = (stage: string) =>
      `npm run ingest -- rewards --dataset hostile --model NAME --stage ${stage} FILE.csv`
    const scores = [rewards('PRE'), rewards('POST')]
    const labels = [
      'npm run label -- --dataset hostile --labeler NAME --backend openai --model MODEL --dry-run',
      'npm run ingest -- labels --dataset hostile --labeler NAME FILE.csv',
    ]
    const commands = () => page.locator('.lacking code').allInnerTexts()
    expect(await commands()).toEqual(scores)
    expect(await page.locator('.unlabeled code').allInnerTexts()).toEqual([
      'npm run label -- --dataset hostile --labeler NAME --backend openai --dry-run',
    ])
    const questions = () => page.locator('.section-head > h2').allInnerTexts()
    expect(await questions()).toEqual([
      ...['In short', 'What does it go by?', 'Could counting replace it?', 'Does it side with people?'],
    ])
    await open({ dataset: 'hostile', view: 'terms', regression: 'imprints' })
    expect(await commands()).toEqual(scores)
    await open({ dataset: 'hostile', view: 'pairs', pairs: 'dissent' })
    expect(await commands()).toEqual([rewards('POST'), ...labels])
    await open({ dataset: 'hostile', view: 'figures', figure: 'TOPICS' })
    expect(await page.locator('main .missing code').allInnerTexts()).toEqual([
      ...['npm run ingest -- labels', 'npm run label'],
    ])
    expect(await page.locator('.drawing').count()).toBe(0)
    // A model and no labels: what is known is shown, and what labels would add is said once.
    await open({ dataset: 'judged' })
    expect(await questions()).toEqual([
      ...['In short', 'Where does it go wrong?', 'What does it go by?', 'Could counting replace it?'],
      ...['Does it side with people?', 'How high are its rewards?', 'How does it do on different pairs?'],
    ])
    await open({ dataset: 'judged', view: 'terms', regression: 'shifts' })
    expect(await commands()).toEqual([rewards('PRE').replace('hostile', 'judged')])
    await open({ dataset: 'judged', view: 'terms', regression: 'robustness' })
    expect(await commands()).toEqual([
      'npm run rewrite -- --dataset judged --rewriter NAME --backend ollama --model MODEL --dry-run',
      'npm run ingest -- rewrites --dataset judged --rewriter NAME FILE.csv',
    ])
    await open({ view: 'pairs', where: '{"rowId": {"gte": 1000000}}' })
    expect(await page.locator('.lacking').innerText()).toMatch(/^No pair is in this slice/)
    await open({ where: '{"rowId": {"gte": 1000000}}' })
    expect(await page.locator('.lacking').innerText()).toMatch(/^No pair is in this slice/)
    await page.getByRole('link', { name: 'Show the whole dataset' }).click()
    await expect.poll(where).toBe(null)
    await settled()
  })

  it('breaks down by whatever came with the pairs, and says of how many prompts they are', async () => {
    await open({ dataset: 'prompted' })
    const headline = () => page.locator('.headline > div').first().innerText()
    expect(await headline()).toMatch(/^Pairs\s+6\s+3 prompts, 1 tie, 5 scored, not labeled$/)
    const by = page.getByLabel('Break down by')
    expect(await by.inputValue()).toBe('feature:length_characters')
    await by.selectOption('attribute:source')
    await expect.poll(() => page.url()).toContain('by=attribute%3Asource')
    await settled()
    const { slices } = await audit(
      'slices(by: { attribute: "source" }) { key pairs where audit { alignment { resistance } } }',
      null,
      'prompted',
    )
    type Slice = { key: string; pairs: number; where: string; audit: { alignment: { resistance: number } } }
    const rows = slices.map(({ key, pairs, audit }: Slice) => [
      ...[key, share(audit.alignment.resistance), `${pairs}`, '–'],
    ])
    expect(rows.map(([key]: string[]) => key)).toEqual([HOSTILE, 'web'])
    expect(await tableOf('How does it do on different pairs')).toEqual(rows)
    await page.locator('section[aria-label^="How does it do on different pairs"] .slicing').first().click()
    await expect.poll(where).toEqual(JSON.parse(slices[0].where))
    await settled()
    expect(await headline()).toMatch(/2\s+of 6$/)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    await page.getByLabel('Break down by').selectOption('attribute:rating')
    await page.locator('main select[name=scope]').selectOption('REJECTED')
    await expect
      .poll(async () => (await tableOf('How does it do on different pairs')).map(([key]) => key))
      .toEqual(['1', '2'])
  })

  it('slices by forms for attributes, measures and ties', async () => {
    await open({ dataset: 'prompted' })
    await page.getByText('Narrow down by typing').click()
    const formOf = (label: string) => page.locator('.narrow form', { has: page.getByLabel(label) })
    const attribute = formOf('Attribute')
    await attribute.waitFor()
    expect(await attribute.locator('[name=value] option').allInnerTexts()).toEqual([
      ...['web (3)', `${HOSTILE} (2)`, 'unknown'],
    ])
    await attribute.getByRole('button').click()
    await expect.poll(where).toEqual({ attribute: { name: 'source', scope: 'EITHER', in: ['web'] } })
    await attribute.getByLabel('Attribute').selectOption('rating')
    await attribute.locator('select[name=scope]').selectOption('REJECTED')
    await attribute.getByLabel('is from').fill('2')
    await attribute.getByRole('button').click()
    await expect
      .poll(async () => where().and)
      .toEqual([{ attribute: { name: 'rating', scope: 'REJECTED', gte: 2 } }])
    await settled()
    expect(await page.locator('.conditions li').allInnerTexts()).toEqual([
      ...['source = web×', 'rating ≥ 2 (rejected)×', 'Remove all'],
    ])
    await page.getByRole('link', { name: 'Remove all' }).click()
    await expect.poll(where).toBe(null)
    const measure = formOf('Measure')
    await measure.getByLabel('Measure').selectOption('sentences')
    await measure.locator('select[name=scope]').selectOption('DIFFERENCE')
    await measure.getByLabel('to (sentences)').fill('0')
    await measure.getByRole('button').click()
    await expect.poll(where).toEqual({ measure: { feature: 'sentences', scope: 'DIFFERENCE', lte: 0 } })
    await page.getByLabel('Ties').selectOption('true')
    await formOf('Ties').getByRole('button').click()
    await expect.poll(async () => where().tie).toBe(true)
    await settled()
    expect(await page.locator('.headline').innerText()).toMatch(
      /of 6, 1 tie[\s\S]*the human had a preference/,
    )
    expect(await page.locator('.lacking').innerText()).not.toMatch(/No pair/)
  })

  it('shows what came with a pair, and leads to the others of its prompt', async () => {
    await open({ dataset: 'prompted', view: 'pairs' })
    expect(await page.locator('.total').innerText()).toBe('6 pairs, 3 prompts, 1 tie')
    expect(await page.locator('.pair-head').nth(1).innerText()).toMatch(/tie: people had no preference/)
    expect(await page.locator('.pair').last().innerText()).not.toMatch(/all pairs of this prompt/)
    await page.getByRole('link', { name: 'all pairs of this prompt' }).first().click()
    await expect.poll(() => page.locator('.total').innerText()).toBe('3 pairs, 1 prompt, 1 tie')
    await page.getByRole('button', { name: 'Show texts of row 0' }).click()
    await page.getByText('Attributes and measures').click()
    const rows = await page.locator('.values tbody tr').allInnerTexts()
    expect(rows).toEqual(
      expect.arrayContaining([`source\t${HOSTILE}`, 'rating\t4\t1', 'sentences\t1\t1', 'apologizes\tno\tno']),
    )
    expect(await page.locator('.values :is(script, img)').count()).toBe(0)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  const TEA = encodeURIComponent('{"text": "tea"}')
  const rowIds = () => page.locator('.pair h3').allInnerTexts()

  it('shows how two answers differ in any script, and marks what was searched for', async () => {
    await open({ dataset: 'tea', view: 'pairs' })
    await page.getByRole('button', { name: 'Show all texts' }).click()
    await expect.poll(() => page.locator('.texts').count()).toBe(3)
    expect(await page.locator('.texts em').allInnerTexts()).toEqual(['الأخضر', 'الأسود', 'green', 'black'])
    expect(await page.locator('.texts').last().innerText()).toMatch(/few words in common/)
    // The full stop of a right-to-left sentence is at its left end.
    const ends = await page
      .locator('.sides .conversation')
      .first()
      .evaluate((text) => {
        const range = document.createRange()
        const lefts = [0, text.textContent.length - 1].map((at) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
          let node = walker.nextNode() as Text
          for (; at >= node.length; node = walker.nextNode() as Text) at -= node.length
          range.setStart(node, at)
          range.setEnd(node, at + 1)
          return range.getBoundingClientRect().left
        })
        return lefts
      })
    expect(ends[0]).toBeGreaterThan(ends[1]!)
    await page.goto(`${base}?dataset=tea&view=pairs&where=${TEA}`)
    await settled()
    await page.getByRole('button', { name: 'Show all texts' }).click()
    await expect.poll(() => page.locator('.texts mark').allInnerTexts()).toEqual(['Tea', 'tea', 'tea', 'TEA'])
  })

  it('sorts pairs by margins and shifts, as GraphQL does', async () => {
    const orders = {
      worst: '{ by: POST_MARGIN, direction: ASC }',
      best: '{ by: POST_MARGIN, direction: DESC }',
      fallen: '{ by: MARGIN_CHANGE, direction: ASC }',
      risen: '{ by: MARGIN_CHANGE, direction: DESC }',
      negative: '{ by: REWARD_SHIFT, direction: ASC }',
    }
    await open({ view: 'pairs' })
    for (const [sort, orderBy] of Object.entries(orders)) {
      await page.getByLabel('Sort by').selectOption(sort)
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `{ dataset(name: "demo") { pairs(first: 20, orderBy: ${orderBy}) { edges { node { rowId } } } } }`,
        }),
      })
      const { edges } = (await response.json()).data.dataset.pairs
      await expect
        .poll(rowIds)
        .toEqual(edges.map(({ node }: { node: { rowId: number } }) => `Row ${node.rowId}`))
    }
  })

  it('shows columns of attributes and measures, and keeps them in the address', async () => {
    await open({ dataset: 'prompted', view: 'pairs' })
    await page.getByText('Columns').click()
    await page.getByRole('checkbox', { name: 'rating' }).check()
    await page.getByRole('checkbox', { name: 'length in words' }).check()
    const columns = page.locator('.pair').first().locator('.rewards tr')
    await expect.poll(() => columns.first().innerText()).toBe('\tafter\trating\tlength in words')
    expect(await columns.last().innerText()).toBe('chosen − rejected\t1.000\t3\t2')
    await page.reload()
    await settled()
    expect(await columns.first().innerText()).toBe('\tafter\trating\tlength in words')
  })

  it('goes through pairs by keys, and to the top of the next page', async () => {
    await open({ view: 'pairs' })
    const current = () => page.evaluate(() => document.activeElement?.querySelector('h3')?.textContent)
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await press('j', 'j', 'ArrowDown', 'k')
    expect(await current()).toBe('Row 1')
    await press('Enter')
    await page.waitForSelector('.pair:nth-child(2) .texts')
    expect(await page.locator('.texts').count()).toBe(1)
    await press('Escape')
    expect(await page.locator('.texts').count()).toBe(0)
    expect(await current()).toBe('Row 1')
    // Where something is typed, keys are letters.
    await page.getByText('Narrow down by typing').click()
    await page.getByLabel('Text contains').fill('')
    await press('j')
    expect(await page.getByLabel('Text contains').inputValue()).toBe('j')
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect.poll(async () => (await rowIds())[0]).toBe('Row 20')
    expect(await page.locator('.total').evaluate((total) => total.getBoundingClientRect().top)).toBeLessThan(
      50,
    )
    await press('j')
    expect(await current()).toBe('Row 20')
  })

  it('shows what numbers of the text earn, per standard deviation', async () => {
    await open({ view: 'terms', regression: 'imprints' })
    await page.getByRole('link', { name: 'Measures', exact: true }).click()
    await expect
      .poll(() => page.locator('.terms th[scope=row]').first().innerText(), { timeout: 10_000 })
      .toMatch(/^length in characters\nVIF [\d.]+$/)
    const features = JSON.stringify(TEXT_MEASURES.map(({ name }) => name))
    const { imprints } = await audit(
      `imprints(options: { features: ${features} }) { terms { title feature estimate perStandardDeviation } }`,
      null,
    )
    type Term = { title: string; feature: string; estimate: number | null; perStandardDeviation: number }
    const term = imprints.terms.find(
      ({ feature, perStandardDeviation }: Term) =>
        feature === 'length_words' && perStandardDeviation !== null,
    ) as Term
    const row = page.locator('.terms tbody tr', { hasText: term.title })
    expect(await row.locator('td.number').first().innerText()).toMatch(
      new RegExp(
        `^${estimate(term.perStandardDeviation)}\\s[^]*\\s${estimate(term.estimate)} per unit \\(words\\)$`,
      ),
    )
  })

  it('draws figures as wide as the page, in its colors', async () => {
    const ink = () => page.locator('.drawing .role-axis-label text').first().getAttribute('fill')
    const widths = () =>
      page.evaluate(() =>
        ['.drawing svg', 'main'].map((one) => document.querySelector(one)!.getBoundingClientRect().width),
      )
    for (const [device, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: 'light' })
      await open({ view: 'figures', figure: 'IMPRINTS' })
      await page.waitForSelector('.drawing svg')
      const [figure = 0, main = 0] = await widths()
      expect(Math.abs(figure - main), device).toBeLessThan(2)
      expect(await ink()).toBe('#000')
      await page.emulateMedia({ colorScheme: 'dark' })
      await expect.poll(ink).toBe('#e8eaee')
      expect(await page.locator('.drawing .background').first().getAttribute('fill')).toBe('transparent')
    }
    // Panels beside each other stand below each other.
    await open({ view: 'figures', figure: 'REWARD_DISTRIBUTION' })
    await page.waitForSelector('.drawing svg')
    expect((await widths())[0]).toBeLessThan(WIDTHS.phone)
  })

  it('fills the marks of what is significant, and has all of them within the plot', async () => {
    await open({ view: 'terms', regression: 'imprints' })
    const { before, after } = await audit(
      'before: imprints(stage: PRE) { terms { adjustedPValue } } after: imprints { terms { adjustedPValue } }',
      null,
    )
    type Terms = { terms: { adjustedPValue: number }[] }
    const filled = ({ terms }: Terms) => terms.filter(({ adjustedPValue }) => adjustedPValue < 0.05).length
    const marks = (when: string) => page.locator(`.terms .interval.${when}:not(.hollow)`).count()
    expect(await marks('before')).toBe(filled(before))
    expect(await marks('after')).toBe(filled(after))
    expect(await page.locator('.legend').innerText()).toMatch(/filled: differs from 0 after correction/)
    await open({ view: 'terms', regression: 'misalignment', where: '{"rowId": {"lte": 150}}' })
    const outside = await page.$$eval(
      '.terms td.plot .interval > *',
      (all) =>
        all.filter((mark) => {
          const [inner, outer] = [mark, mark.closest('td')!].map((one) => one.getBoundingClientRect())
          return inner!.left < outer!.left || inner!.right > outer!.right
        }).length,
    )
    expect(outside).toBe(0)
    expect(await page.locator('.terms .dot').count()).toBeGreaterThan(0)
  })

  it('explains every statistic in a sentence, on hover, focus and tap', async () => {
    const explained = (name: string) => page.getByRole('button', { name, exact: true }).first()
    const shown = () => page.locator('[role=tooltip]:popover-open').allInnerTexts()
    const sentence = /^(?!.*\. )[A-Z].{30,}\.$/
    await open()
    await explained('Resistance').hover()
    expect(await shown()).toEqual([expect.stringMatching(/gives the response that people rejected/)])
    expect(
      await explained('Resistance').evaluate(
        (it) => document.getElementById(it.getAttribute('aria-describedby')!)?.textContent,
      ),
    ).toMatch(sentence)
    await page.mouse.move(0, 0)
    expect(await shown()).toEqual([])
    await explained('Prevalence').focus()
    expect(await shown()).toHaveLength(1)
    await page.keyboard.press('Escape')
    expect(await shown()).toEqual([])
    for (const place of [
      {},
      { view: 'terms', regression: 'imprints' },
      { view: 'terms', regression: 'robustness' },
    ]) {
      await open(place as Record<string, string>)
      const named = page.locator('main :is(thead th, .headline dt)')
      const plain = await named.evaluateAll((all) =>
        all.flatMap((one) => (one.querySelector('button') ? [] : [one.textContent])),
      )
      // What rows are about, and whom columns are about, say what they are themselves.
      expect(plain).toEqual(
        Object.keys(place).length === 0
          ? [
              ...['demo-pre, before training', 'demo-post, after training'],
              ...['The response whose', 'Model', 'topic'],
            ]
          : [],
      )
      for (const text of await page.locator('[role=tooltip]').allTextContents())
        expect(text).toMatch(sentence)
    }
    await page.setViewportSize({ width: WIDTHS.phone, height: 900 })
    await open()
    await explained('Mean shift').click()
    const box = await page.locator('[role=tooltip]:popover-open').boundingBox()
    expect(box!.x).toBeGreaterThanOrEqual(0)
    expect(box!.x + box!.width).toBeLessThanOrEqual(WIDTHS.phone)
  })

  it('shows the rewards of a single model', async () => {
    await open({ dataset: 'judged', view: 'pairs' })
    expect(await page.locator('.pair').first().innerText()).toMatch(/aligned after training/)
    expect(await page.locator('.pair .rewards tbody td').allInnerTexts()).toEqual([
      ...['1.500', '−0.250', '1.750'],
      ...['0.500', '0.750', '−0.250'],
      ...['2.000', '0.125', '1.875'],
    ])
    await open({ dataset: 'judged' })
    expect(await page.locator('.headline').innerText()).toMatch(/3 scored, not labeled[\s\S]*66\.7%/)
  })

  it('says of what its numbers are, and of which there is no test', async () => {
    await open({ where: '{"regime":["BECAME_ALIGNED"]}' })
    expect(await page.locator('#alignment .about').last().innerText()).toMatch(
      /A t-test clustered by prompt: not tested: the slice selects by alignment regime, which decides the result/,
    )
    expect(await page.locator('#weak-slices').innerText()).toMatch(
      /chosen by rewards, this is not looked for/,
    )
    expect(await page.locator('section[aria-label^="What does it go by"]').innerText()).toMatch(
      /demo-pre, before training; demo-post, after training: the slice selects by alignment regime/,
    )
    const { regimes } = await audit('regimes { labelerAgreement { agree disagree } }', {
      regime: ['BECAME_ALIGNED'],
    })
    const { agree, disagree } = regimes[0].labelerAgreement
    const row = page.locator('section[aria-label^="What did training change"] tbody tr').first()
    expect(await row.innerText()).toContain(`of ${(agree + disagree).toLocaleString('en')} pairs`)
    await open({ view: 'terms', regression: 'imprints' })
    expect(await page.locator('main').innerText()).toMatch(
      /95 % interval, not corrected[\s\S]*intervals are not/,
    )
    await page.getByText('Narrow down by typing').click()
    await page.getByLabel('Reward shift from').fill('90')
    await page.getByLabel('to (degrees)').fill('-90')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').innerText()).toMatch(/at least 90 and at most -90/)
    expect(where()).toBe(null)
  })

  it('is of use with the keyboard alone', async () => {
    await open()
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 200; presses++) {
        await page.keyboard.press('Tab')
        if ((await focused()) === name) return
      }
      throw new Error(`no way to ${name}`)
    }
    await tabTo('stayed misaligned')
    await page.keyboard.press('Enter')
    await expect.poll(where).toEqual({ regime: ['STAYED_MISALIGNED'] })
    await settled()
    // What was pressed keeps the focus: the next press takes it back.
    expect(await focused()).toBe('stayed misaligned')
    await page.keyboard.press('Enter')
    await expect.poll(where).toBe(null)
    await page.reload()
    await settled()
    await tabTo('Pairs')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.pair')
    await tabTo('Show texts')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.texts')
  })

  const VIEWS = {
    overview: {},
    choices: { view: 'terms', feature: 'last_response_is_coherent' },
    terms: { view: 'terms', regression: 'imprints' },
    unlabeled: { dataset: 'lengthy' },
    misalignment: { view: 'terms', regression: 'misalignment' },
    figures: { view: 'figures' },
    pairs: { view: 'pairs', pairs: 'dissent' },
    lacking: { dataset: 'hostile' },
    prompted: { dataset: 'prompted', view: 'pairs' },
  }
  const seen = Object.keys(VIEWS).flatMap((view) => Object.keys(WIDTHS).map((device) => ({ view, device })))
  /** The document is the same in both schemes: of the second one there is only to see what its colors do. */
  const RULES = { light: {}, dark: { runOnly: ['color-contrast', 'link-in-text-block'] } }
  it.each(seen)('$view on a $device has nothing that shuts people out', async ({ view, device }) => {
    await page.setViewportSize({ width: WIDTHS[device as keyof typeof WIDTHS], height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    await open(VIEWS[view as keyof typeof VIEWS])
    if (view === 'figures') await page.waitForSelector('.figure svg')
    if (view === 'pairs' || view === 'prompted') {
      await page
        .getByRole('button', { name: /^Show texts of row/ })
        .first()
        .click()
      await page.waitForSelector('.texts')
    }
    if (view === 'prompted') await page.getByText('Attributes and measures').click()
    if (view === 'overview' || view === 'prompted') await page.getByText('Narrow down by typing').click()
    if (view === 'prompted') await page.getByLabel('Ties').waitFor()
    if (view === 'terms') await page.getByLabel('Export “How much reward').click()
    if (view === 'misalignment') await page.getByRole('button', { name: 'Adjusted p' }).focus()
    await page.evaluate(axe.source)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.screenshot({ path: `${SHOTS}/${view}-${device}-${scheme}.png`, fullPage: true })
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(wide, 'the page itself scrolls sideways').toBeLessThanOrEqual(0)
      const { violations } = await page.evaluate(
        (rules) => (globalThis as unknown as { axe: typeof axe }).axe.run(rules),
        RULES[scheme],
      )
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(
        serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        scheme,
      ).toEqual([])
    }
  })
})
