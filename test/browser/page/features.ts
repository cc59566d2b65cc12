import { expect, it } from 'vitest'
import { TEXT_MEASURES } from '../../../src/measures/text-measures.ts'
import { estimate } from '../../../src/web/format/numbers.ts'
import { audit, open, page, settled, tableOf } from './opened.ts'
import { pValue } from './shown.ts'

export const features = () => {
  it('shows what numbers of the text earn, per standard deviation', async () => {
    await open({ view: 'terms', regression: 'imprints', scale: 'RAW' })
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

  type Shown = { title: string; estimate: number | null; adjustedPValue: number | null }
  const cellsOf = (terms: Shown[]) =>
    terms
      .filter(({ estimate }) => estimate !== null)
      .map((term) => [term.title, estimate(term.estimate), pValue(term.adjustedPValue)])
  const shownCells = async () =>
    (await tableOf('', 'Terms'))
      .filter(({ length }) => length === 4)
      .map(([title, , value, p]) => [title, value, p])

  it('shows imprints in standard deviations of rewards, and in points where asked', async () => {
    const terms = (scale: string) =>
      audit(`imprints(options: { scale: ${scale} }) { terms { title estimate adjustedPValue } }`, null)
    await open({ view: 'terms', regression: 'imprints' })
    expect(await page.locator('th.plot').innerText()).toMatch(/in standard deviations of reward/)
    expect(await shownCells()).toEqual(cellsOf((await terms('STANDARDIZED')).imprints.terms))
    await page.getByRole('link', { name: 'Points of reward' }).click()
    await expect.poll(() => page.locator('th.plot').innerText()).toMatch(/in points of reward/)
    await settled()
    expect(await shownCells()).toEqual(cellsOf((await terms('RAW')).imprints.terms))
  })

  it('shows what moved margins with the numbers of GraphQL', async () => {
    await open({ view: 'terms', regression: 'margins' })
    const { marginChangeImprints } = await audit(
      'marginChangeImprints { terms { title estimate adjustedPValue } }',
      null,
    )
    const cells = cellsOf(marginChangeImprints.terms)
    expect(cells.length).toBeGreaterThan(10)
    expect(await shownCells()).toEqual(cells)
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
}
