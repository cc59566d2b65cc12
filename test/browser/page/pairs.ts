import { expect, it } from 'vitest'
import { HOSTILE } from './datasets.ts'
import { ask, base, open, page, settled } from './opened.ts'
import { points } from './shown.ts'

export const pairs = () => {
  it('folds texts until they are asked for, and then shows them as text', async () => {
    await open({ dataset: 'hostile', view: 'pairs' })
    expect(await page.locator('main').textContent()).not.toContain('script')
    await page.getByRole('button', { name: 'Show texts of row 0' }).click()
    await page.waitForSelector('.texts')
    expect(await page.locator('.texts').textContent()).toContain(HOSTILE)
    expect(await page.locator('.texts :is(script, img)').count()).toBe(0)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
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
      const { edges } = (
        await ask(
          `{ dataset(name: "demo") { pairs(first: 20, orderBy: ${orderBy}) { edges { node { rowId } } } } }`,
        )
      ).dataset.pairs
      await expect
        .poll(rowIds)
        .toEqual(edges.map(({ node }: { node: { rowId: number } }) => `Row ${node.rowId}`))
    }
  })

  it('shows by how much training moved the margin of each pair', async () => {
    await open({ view: 'pairs', sort: 'fallen' })
    const { edges } = (
      await ask(`{ dataset(name: "demo") { pairs(first: 20, orderBy: { by: MARGIN_CHANGE, direction: ASC }) {
        edges { node { marginChange } } } } }`)
    ).dataset.pairs
    const changes: number[] = edges.map(({ node }: { node: { marginChange: number } }) => node.marginChange)
    expect(await page.locator('.rewards tr:last-child td:last-child').allInnerTexts()).toEqual(
      changes.map(points),
    )
    expect(await page.locator('.pair-head li', { hasText: /^margin/ }).allInnerTexts()).toEqual(
      changes.map((change) => `margin ${change < 0 ? 'fell' : 'rose'} by ${points(Math.abs(change))}`),
    )
  })

  it('shows columns of attributes and measures, and keeps them in the address', async () => {
    await open({ dataset: 'prompted', view: 'pairs' })
    await page.getByText('Columns').click()
    await page.getByRole('checkbox', { name: 'rating' }).check()
    await page.getByRole('checkbox', { name: 'length in words' }).check()
    const columns = page.locator('.pair').first().locator('.rewards tr')
    await expect.poll(() => columns.first().innerText()).toBe('\tafter\trating\tlength in words')
    await expect.poll(() => columns.last().innerText()).toBe('chosen − rejected\t1.000\t3\t2')
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
}
