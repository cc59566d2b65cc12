import { expect, it } from 'vitest'
import { exported, saved } from './exported.ts'
import { base, open, page, shoot } from './opened.ts'

export const exports = () => {
  it('has the query behind each part, which GraphiQL opens with', async () => {
    await open({ where: '{"regime":["STAYED_ALIGNED"]}' })
    await exported('What did training change', 'GraphQL query')
    expect(await page.locator('dialog[open]').innerText()).toMatch(/query Regimes[\s\S]*STAYED_ALIGNED/)
    await shoot('query')
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
}
