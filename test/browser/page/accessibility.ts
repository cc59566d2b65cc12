import axe from 'axe-core'
import { expect, it } from 'vitest'
import { open, page, settled, shoot, WIDTHS, where } from './opened.ts'

export const accessibility = () => {
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
      { dataset: 'lengthy', view: 'models' },
      { dataset: 'lengthy', view: 'objectives' },
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
              ...['The response whose', 'topic'],
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
    models: { dataset: 'lengthy', view: 'models' },
    objectives: { dataset: 'lengthy', view: 'objectives' },
    figures: { view: 'figures' },
    pairs: { view: 'pairs', pairs: 'dissent' },
    lacking: { dataset: 'hostile' },
    prompted: { dataset: 'prompted', view: 'pairs' },
  }
  const seen = Object.keys(VIEWS).flatMap((view) => Object.keys(WIDTHS).map((device) => ({ view, device })))
  /** The document is the same in both schemes: of the second one there is only to see what its colors do. */
  const RULES: Record<'light' | 'dark', axe.RunOptions> = {
    light: { resultTypes: ['violations'] },
    dark: { resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block'] },
  }
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
    if (view === 'overview') await page.getByText('In numbers').click()
    if (view === 'overview' || view === 'prompted') await page.getByText('Narrow down by typing').click()
    if (view === 'prompted') await page.getByLabel('Ties').waitFor()
    if (view === 'terms') await page.getByLabel('Export “How much reward').click()
    if (view === 'misalignment') await page.getByRole('button', { name: 'Adjusted p' }).focus()
    await page.evaluate(axe.source)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await shoot(`${view}-${device}-${scheme}`)
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
}
