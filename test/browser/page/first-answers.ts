import { expect, it } from 'vitest'
import { TEXT_MEASURES } from '../../../src/measures/text-measures.ts'
import { ask, audit, base, open, page, settled, tableOf, where } from './opened.ts'
import { pValue, share } from './shown.ts'

export const firstAnswers = () => {
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
      const { alignment, findings } = (await ask(query, { post: name })).dataset.audit
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
}
