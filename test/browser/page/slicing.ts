import { expect, it } from 'vitest'
import { changeNamedSlices, loadNamedSlices } from '../../../src/store/named-slices.ts'
import { write } from '../../graphql/ask.ts'
import { HOSTILE } from './datasets.ts'

import { ask, audit, database, open, page, settled, shoot, tableOf, where } from './opened.ts'

import { share } from './shown.ts'
import { expected, regimes, table1 } from './table-1.ts'

export const slicing = () => {
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
    await shoot('sliced')
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

  it('slices by a slice that is kept with the dataset, whatever it is called, and breaks down by all of them', async () => {
    const short = { measure: { feature: 'length_words', scope: 'CHOSEN', lte: 20 } }
    await write(database.url, async ({ connection, prisma }) => {
      const { id } = await prisma.dataset.findUniqueOrThrow({ where: { name: 'lengthy' } })
      for (const [name, description] of Object.entries({ [HOSTILE]: null, short: 'Few words.' })) {
        const seen = await loadNamedSlices(connection, id)
        await changeNamedSlices(connection, id, {
          seen,
          save: { name, description, where: short },
        })
      }
    })
    await open({ dataset: 'lengthy' })
    const chosen = page.getByRole('form', { name: 'Named slices' }).getByRole('combobox')
    expect(await chosen.locator('option').allInnerTexts()).toEqual(['none', HOSTILE, 'short'])
    await chosen.selectOption('short')
    await expect.poll(where).toEqual({ slice: 'short' })
    await settled()
    expect(await page.locator('.conditions li').allInnerTexts()).toEqual(['slice: short×'])
    expect(await page.getByRole('form', { name: 'Named slices' }).innerText()).toMatch(
      /Few words\.\s+length_words ≤ 20 \(chosen\)/,
    )
    const headline = () => page.locator('#alignment .headline > div').first().innerText()
    const { coverage } = await audit('coverage { pairs }', short, 'lengthy')
    expect(await headline()).toMatch(new RegExp(`^Pairs\\s+${coverage.pairs}\\s+of 397$`))
    // The address has it, and another one replaces it.
    await page.reload()
    await settled()
    expect(await chosen.inputValue()).toBe('short')
    await chosen.selectOption(HOSTILE)
    await expect.poll(where).toEqual({ slice: HOSTILE })
    await settled()
    await page.getByLabel('Break down by').selectOption('SLICE')
    await expect
      .poll(async () => (await tableOf('How does it do on different pairs')).map(([key]) => key))
      .toEqual([HOSTILE, 'short'])
    await chosen.selectOption('none')
    await expect.poll(where).toBe(null)
    await settled()
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    // One that is gone is said so.
    await open({ dataset: 'lengthy', where: '{"slice":"gone"}' })
    expect(await page.getByRole('alert').first().innerText()).toMatch(/gone/)
    await page.getByRole('link', { name: 'Remove: slice: gone' }).click()
    await expect.poll(where).toBe(null)
    await settled()
  })

  it('saves a slice under a name, or says by which command', async () => {
    const slice = { attribute: { name: 'source', scope: 'EITHER', in: [HOSTILE] } }
    await open({ dataset: 'prompted', where: JSON.stringify(slice) })
    await page.getByText('Narrow down by typing').click()
    const form = page.locator('form', { has: page.getByLabel('Save this slice as') })
    await form.getByLabel('Save this slice as').fill('odd, sources')
    const command = await form.locator('code').innerText()
    expect(command).toMatch(/^npm run dataset -- slice save 'odd, sources' --dataset prompted --where '/)
    expect(JSON.parse(/'(\{.*\})'$/s.exec(command)![1]!)).toEqual(slice)
    await form.getByLabel('Description').fill('From nowhere good.')
    await form.getByRole('button', { name: 'Save' }).click()
    await expect.poll(where).toEqual({ slice: 'odd, sources' })
    await settled()
    await expect
      .poll(() => page.getByRole('form', { name: 'Named slices' }).innerText())
      .toMatch(/From nowhere good/)
    // It has a name already.
    expect(await form.count()).toBe(0)
    const { dataset } = await ask('{ dataset(name: "prompted") { namedSlices { name where } } }')
    expect(dataset.namedSlices).toEqual([{ name: 'odd, sources', where: expect.any(String) }])
    expect(JSON.parse(dataset.namedSlices[0].where)).toEqual(slice)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })
}
