import { expect, it } from 'vitest'
import { ask, open, page, settled, tableOf } from './opened.ts'
import { points, pValue, share } from './shown.ts'

type Point = {
  step: number
  model: { name: string }
  audit: {
    alignment: { score: number; pairs: number }
    alignmentChange: { pValue: number } | null
    marginChange: { mean: { estimate: number | null } }
  }
}

const trajectory = async (against: string): Promise<Point[]> => {
  const { dataset } = await ask(
    `query ($against: TrajectoryBaseline!) { dataset(name: "lengthy") { trajectory(against: $against) {
      step model { name } audit {
        alignment { score pairs } alignmentChange { pValue } marginChange { mean { estimate } }
      }
    } } }`,
    { against },
  )
  return dataset.trajectory
}

const shown = (of: Point[]) =>
  of.map(({ step, model, audit: { alignment, alignmentChange, marginChange } }) => [
    ...[model.name, step.toLocaleString('en'), share(alignment.score)],
    pValue(alignmentChange?.pValue ?? null),
    points(marginChange.mean.estimate),
    `${alignment.pairs}`,
  ])

export const models = () => {
  it('shows how training went with the numbers of GraphQL, against the checkpoint before or the first', async () => {
    await open({ dataset: 'lengthy', view: 'models' })
    const previous = await trajectory('PREVIOUS')
    expect(previous.map(({ step }) => step)).toEqual([0, 1000, 2000])
    expect(await tableOf('How did training go')).toEqual(shown(previous))
    await page.getByRole('link', { name: 'Against the first' }).click()
    await settled()
    const first = await trajectory('FIRST')
    expect(await tableOf('How did training go')).toEqual(shown(first))
    expect(shown(first)[2]).not.toEqual(shown(previous)[2])
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    // A checkpoint leads to its audit.
    await page.locator('section[aria-label^="How did training go"] tbody a').last().click()
    await settled()
    expect(await page.getByLabel('Model before').inputValue()).toBe('v0')
    expect(await page.getByLabel('Model after').inputValue()).toBe('v2')
    expect(await page.getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe('page')
  })

  it('says what it would show of checkpoints, and how they come', async () => {
    await open({ view: 'models' })
    expect(await page.locator('.lacking code').allInnerTexts()).toContain(
      'npm run ingest -- rewards --dataset demo --model NAME --stage POST --series RUN --step NUMBER FILE.csv',
    )
  })
}
