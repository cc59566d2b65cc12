import { expect, it } from 'vitest'
import { open, page, settled, where } from './opened.ts'

export const lacking = () => {
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
    // Rewards come first.
    expect(await page.locator('.unlabeled').count()).toBe(0)
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
    expect(await page.locator('.unlabeled code').allInnerTexts()).toEqual([
      'npm run label -- --dataset judged --labeler NAME --backend openai --dry-run',
    ])
    expect(await questions()).toEqual([
      ...['In short', 'Where does it go wrong?', 'What does it go by?', 'Could counting replace it?'],
      ...['Does it side with people?', 'Can its confidence be trusted?', 'How high are its rewards?'],
      'How does it do on different pairs?',
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
}
