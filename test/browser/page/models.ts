import { expect, it } from 'vitest'
import { write } from '../../graphql/ask.ts'
import { saved } from './exported.ts'
import { ingestManyModels } from './many-models.ts'
import { ask, database, open, page, settled, tableOf, where } from './opened.ts'
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

type Board = {
  pairs: number
  rows: {
    tier: number
    sliceMean: number
    model: { name: string }
    alignment: { score: number }
    worstAlignment: { score: number } | null
    worstSlice: { where: string } | null
  }[]
  comparisons: {
    first: { name: string }
    second: { name: string }
    onlyFirst: number
    onlySecond: number
    adjustedPValue: number
    difference: { estimate: number }
  }[]
}

const LEADERBOARD = 'Which model sides with people most'

const leaderboard = async (dataset: string, by: string, models: string[] | null = null): Promise<Board> => {
  const answer = await ask(
    `query ($models: [String!]) { dataset(name: "${dataset}") { leaderboard(models: $models, by: [${by}]) {
      pairs rows { tier sliceMean model { name } alignment { score } worstAlignment { score } worstSlice { where } }
      comparisons {
        first { name } second { name } onlyFirst onlySecond adjustedPValue difference { estimate }
      }
    } } }`,
    { models },
  )
  return answer.dataset.leaderboard
}

/** Its cells of numbers; a worst slice has its name below. */
const rowsOf = ({ rows, comparisons }: Board) =>
  rows.map(({ model, alignment, worstAlignment, sliceMean }, at) => {
    const { difference, adjustedPValue } = comparisons[at - 1] ?? { difference: null, adjustedPValue: null }
    return [
      ...[model.name, share(alignment.score), share(difference?.estimate ?? null), pValue(adjustedPValue)],
      ...[share(worstAlignment?.score ?? null), share(sliceMean)],
    ]
  })

const shownRows = async () =>
  (await tableOf(LEADERBOARD, 'Leaderboard')).filter((cells) => !cells[0]?.startsWith('Tier'))

export const models = () => {
  it('shows all models on the same pairs with the numbers of GraphQL, and what they can be told apart by', async () => {
    await open({ dataset: 'lengthy', view: 'models' })
    const board = await leaderboard('lengthy', '{ feature: "length_characters" }')
    const [best, next, last] = board.rows.map(({ model }) => model.name)
    expect(await shownRows()).toEqual(rowsOf(board))
    expect(board.rows.map(({ tier }) => tier)).toEqual([1, 1, 2])
    expect(await page.locator('.group').allInnerTexts()).toEqual(['Tier 1', 'Tier 2'])
    expect(await page.locator('.conclusion').innerText()).toBe(
      `3 models on 397 pairs: ${best} and ${next} can’t be told apart; ${last} is worse than ${best} (adjusted p ${pValue(board.comparisons[1]!.adjustedPValue)}).`,
    )
    // Cut by something else, and of a slice.
    await page.getByLabel('Slices by').selectOption('feature:sentences')
    await expect.poll(() => new URL(page.url()).searchParams.get('by')).toBe('feature:sentences')
    await settled()
    expect(await shownRows()).toEqual(rowsOf(await leaderboard('lengthy', '{ feature: "sentences" }')))
    const { worstSlice } = board.rows[0]!
    await open({ dataset: 'lengthy', view: 'models' })
    await page.locator('[aria-label="Leaderboard"] .slicing').first().click()
    await expect.poll(where).toEqual(JSON.parse(worstSlice!.where))
    await settled()
    expect(await page.locator('.conclusion').innerText()).not.toMatch(/397 pairs/)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
  })

  it('compares any two models, and leads to the pairs on which they differ', async () => {
    await open({ dataset: 'lengthy', view: 'models' })
    const { rows, comparisons } = await leaderboard('lengthy', '{ feature: "length_characters" }')
    const [best, next, last] = rows.map(({ model }) => model.name)
    const form = page.getByRole('form', { name: 'Models to compare' })
    await form.getByLabel('Compare').selectOption(last!)
    await form.getByLabel('with').selectOption(next!)
    await expect.poll(() => new URL(page.url()).searchParams.get('second')).toBe(next)
    await settled()
    const { onlyFirst, onlySecond } = comparisons.find(
      ({ first, second }) => first.name === next && second.name === last,
    )!
    const differing = () => tableOf('Which of two models is better')
    expect(await differing()).toEqual([
      [`only ${next}`, `${onlyFirst}`],
      [`only ${last}`, `${onlySecond}`],
    ])
    await page.getByRole('link', { name: `${onlyFirst} pairs: only` }).click()
    await page.waitForSelector('.total')
    expect(await page.locator('.total').innerText()).toBe(`${onlyFirst} pairs`)
    expect([
      await page.getByLabel('Model before').inputValue(),
      await page.getByLabel('Model after').inputValue(),
    ]).toEqual([last, next])
    await page.goBack()
    await settled()
    await form.getByLabel('with').selectOption(last!)
    await expect.poll(() => page.getByText('Choose two different models').count()).toBe(1)
    await form.getByLabel('with').selectOption(best!)
    await expect.poll(() => page.getByRole('link', { name: /^Audit / }).count()).toBe(1)
    await page.getByRole('link', { name: /^Audit / }).click()
    await settled()
    expect(await page.getByLabel('Model after').inputValue()).toBe(best)
  })

  it('folds what is long, and leaves out a model that has scored little', async () => {
    await write(database.url, ingestManyModels)
    await open({ dataset: 'many-models', view: 'models' })
    expect(await page.locator('.conclusion').innerText()).toMatch(/^25 models on 10 pairs/)
    expect(await shownRows()).toHaveLength(20)
    await page.getByRole('button', { name: 'Show all 25 models' }).click()
    expect(await shownRows()).toHaveLength(25)
    await page.getByRole('link', { name: 'Leave it out' }).click()
    await expect.poll(() => page.locator('.conclusion').innerText()).toMatch(/^24 models on 30 pairs/)
    await page.getByRole('link', { name: 'Show all models' }).click()
    await expect.poll(() => page.locator('.conclusion').innerText()).toMatch(/^25 models/)
    // One by one, the overview asks about some.
    await open({ dataset: 'many-models' })
    expect(await tableOf(LEADERBOARD)).toHaveLength(8)
    await page.getByRole('link', { name: 'All 25 models on the same pairs' }).click()
    await settled()
    expect(await shownRows()).toHaveLength(20)
  })

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

  it('draws numbers over steps, of all features or of some', async () => {
    await open({ dataset: 'lengthy', view: 'models' })
    const figure = page.locator('section[aria-label="Step by step"]')
    await figure.locator('.drawing svg').waitFor()
    expect(await figure.locator('h3').innerText()).toMatch(/alignment with the human over steps/)
    await figure.getByRole('link', { name: 'Imprints over steps' }).click()
    await settled()
    const panels = () => figure.locator('.drawing svg').textContent()
    await expect.poll(panels).toMatch(/lexical diversity/)
    await figure.getByText('Features', { exact: true }).click()
    await figure.getByRole('checkbox', { name: 'length in characters' }).check()
    await expect.poll(() => new URL(page.url()).searchParams.get('drawn')).toBe('["length_characters"]')
    await settled()
    await expect.poll(panels).not.toMatch(/lexical diversity/)
    expect(await panels()).toMatch(/length in characters/)
  })

  it('exports tables and figures of all that is compared', async () => {
    await open({ dataset: 'many-models', view: 'models', without: '["v24"]' })
    const { name, bytes } = await saved('Which model sides', 'CSV')
    expect(name).toBe('many-models-leaderboard.csv')
    expect(`${bytes}`.trim().split('\n')).toHaveLength(1 + 24)
    expect(`${(await saved('Which model sides', 'SVG')).bytes}`).toMatch(/^<svg[\s\S]*24 models/)
    const pairs = await saved('Which of two', 'CSV of all comparisons')
    expect(`${pairs.bytes}`.trim().split('\n')).toHaveLength(1 + (24 * 23) / 2)
    await open({ dataset: 'lengthy', view: 'models' })
    expect(`${(await saved('How did training go', 'CSV')).bytes}`).toMatch(/\nv0,lengths,0,/)
    expect(`${(await saved('Step by step', 'SVG')).bytes}`).toMatch(/^<svg[\s\S]*alignment score/)
  })

  it('says what it would show of more models and of checkpoints, and how they come', async () => {
    await open({ dataset: 'judged', view: 'models' })
    expect(await page.locator('.lacking code').allInnerTexts()).toEqual([
      'npm run ingest -- rewards --dataset judged --model NAME --stage POST FILE.csv',
      'npm run ingest -- rewards --dataset judged --model NAME --stage POST --series RUN --step NUMBER FILE.csv',
    ])
  })
}
