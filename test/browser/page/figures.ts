import { expect, it } from 'vitest'
import { open, page, WIDTHS } from './opened.ts'

export const figures = () => {
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
}
