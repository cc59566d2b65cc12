import { expect, it } from 'vitest'
import { audit, open, page, tableOf, where } from './opened.ts'
import { degrees, points, pValue, share } from './shown.ts'
import { expected, regimes, table1 } from './table-1.ts'

export const training = () => {
  it('shows Table 1 of the demo with the numbers of GraphQL', async () => {
    await open()
    expect(await table1()).toEqual(expected(await regimes(null)))
  })

  it('shows what training did to margins, and to centred rewards, with the numbers of GraphQL', async () => {
    for (const dataset of ['demo', 'lengthy']) {
      await open({ dataset })
      const shift = '{ mean median tTest { pValue } }'
      const { marginChange, rewardShift, centred } = await audit(
        `marginChange { pairs rose median mean { estimate pValue confidenceInterval { lower upper } } }
        rewardShift ${shift} centred: rewardShift(centred: true) ${shift}`,
        null,
        dataset,
      )
      const { pairs, rose, median, mean } = marginChange
      const { lower, upper } = mean.confidenceInterval
      const shown = ({ mean, median, tTest }: typeof rewardShift) => [
        ...[degrees(mean), `median ${degrees(median)}, p ${pValue(tTest.pValue)}`],
      ]
      const cells = page.locator('section[aria-label^="What did training do to the margins"] dd > *')
      expect((await cells.allInnerTexts()).map((text) => text.replace('\u00A0', ' '))).toEqual([
        ...[points(mean.estimate), `${points(lower)} to ${points(upper)}, p ${pValue(mean.pValue)}`],
        ...[points(median), `of ${pairs.toLocaleString('en')} pairs`],
        ...[share(rose), 'of the pairs'],
        ...[...shown(rewardShift), ...shown(centred)],
      ])
    }
  })

  it('has no test of margins where the slice decides it', async () => {
    const where = { regime: ['BECAME_ALIGNED'] }
    await open({ where: JSON.stringify(where) })
    const { marginChange } = await audit('marginChange { reason mean { estimate } }', where)
    const [value, note] = await page
      .locator('section[aria-label^="What did training do to the margins"] dd')
      .first()
      .locator('> *')
      .allInnerTexts()
    expect(value).toBe(points(marginChange.mean.estimate))
    expect(note).toBe(marginChange.reason)
    expect(note).toMatch(/not tested/)
  })

  it('shows how far confidence can be trusted with the numbers of GraphQL', async () => {
    type Bin = { from: number; to: number; agreement: { rate: number | null } }
    const fields = `{
      pairs logLoss brier expectedCalibrationError bins { from to agreement { rate } }
    }`
    for (const dataset of ['demo', 'judged']) {
      await open({ dataset })
      const { before, after } = await audit(
        `before: calibration(stage: PRE) ${fields} after: calibration ${fields}`,
        null,
        dataset,
      )
      const known = [
        ...[
          { title: 'before training', ...before },
          { title: 'after training', ...after },
        ].filter(({ logLoss }) => logLoss != null),
      ]
      expect(known).toHaveLength(dataset === 'demo' ? 2 : 1)
      const section = 'Can its confidence be trusted'
      expect(await tableOf(section, 'Losses')).toEqual(
        known.map(({ title, pairs, logLoss, brier, expectedCalibrationError }) => [
          ...[title, points(logLoss), points(brier), share(expectedCalibrationError)],
          pairs.toLocaleString('en'),
        ]),
      )
      const bins: Bin[] = known[0].bins
      expect(await tableOf(section, 'Reliability')).toEqual(
        bins.map(({ from, to }, at) => [
          `${Math.round(100 * from)}% to\u00A0${Math.round(100 * to)}%`,
          ...known.map(({ bins }) => share(bins[at].agreement.rate)),
        ]),
      )
      const rates = known.flatMap(({ bins }) => bins.filter(({ agreement }: Bin) => agreement.rate !== null))
      expect(await page.locator('svg.reliability circle').count()).toBe(rates.length)
    }
  })

  it('shows quadrants, and those of centred rewards, with the numbers of GraphQL', async () => {
    await open()
    const fields = '{ rejectedOnlyPositive bothPositive bothNegative chosenOnlyPositive }'
    const { pre, preCentred, post, postCentred } = await audit(
      `pre: quadrants(stage: PRE) ${fields} preCentred: quadrants(stage: PRE, centred: true) ${fields}
      post: quadrants ${fields} postCentred: quadrants(centred: true) ${fields}`,
      null,
    )
    const section = page.locator('section[aria-label^="How high are its rewards"]')
    const all = (...quadrants: Record<string, number>[]) => quadrants.flatMap((one) => Object.values(one))
    expect(await section.locator('li strong').allInnerTexts()).toEqual(all(pre, post).map(share))
    expect(await section.locator('li small').allInnerTexts()).toEqual(
      all(preCentred, postCentred).map((one) => `${share(one)} centred`),
    )
  })

  it('says which numbers depend on the zero or the scale of rewards', async () => {
    const saying = (unit: string) => page.getByRole('button', { name: `${unit} of the rewards`, exact: true })
    await open()
    await saying('zero').first().hover()
    expect(await page.locator('[role=tooltip]:popover-open').innerText()).toMatch(
      /^Adding a number to all rewards/,
    )
    const depending = {
      REWARD_HEATMAP: [1, 1],
      SHIFTS_BY_REGIME: [1, 0],
      CALIBRATION: [0, 1],
      RULERS: [0, 0],
    }
    for (const [figure, counts] of Object.entries(depending)) {
      await open({ view: 'figures', figure })
      expect([await saying('zero').count(), await saying('scale').count()], figure).toEqual(counts)
    }
  })

  it('says of what its numbers are, and of which there is no test', async () => {
    await open({ where: '{"regime":["BECAME_ALIGNED"]}' })
    expect(await page.locator('#alignment .about').last().innerText()).toMatch(
      /A t-test clustered by prompt: not tested: the slice selects by alignment regime, which decides the result/,
    )
    expect(await page.locator('#weak-slices').innerText()).toMatch(
      /chosen by rewards, this is not looked for/,
    )
    expect(await page.locator('section[aria-label^="What does it go by"]').innerText()).toMatch(
      /demo-pre, before training; demo-post, after training: the slice selects by alignment regime/,
    )
    const { regimes } = await audit('regimes { labelerAgreement { agree disagree } }', {
      regime: ['BECAME_ALIGNED'],
    })
    const { agree, disagree } = regimes[0].labelerAgreement
    const row = page.locator('section[aria-label^="What did training change"] tbody tr').first()
    expect(await row.innerText()).toContain(`of ${(agree + disagree).toLocaleString('en')} pairs`)
    await open({ view: 'terms', regression: 'imprints' })
    expect(await page.locator('main').innerText()).toMatch(
      /95 % interval, not corrected[\s\S]*intervals are not/,
    )
    await page.getByText('Narrow down by typing').click()
    await page.getByLabel('Reward shift from').fill('90')
    await page.getByLabel('to (degrees)').fill('-90')
    await page.keyboard.press('Enter')
    expect(await page.getByRole('alert').innerText()).toMatch(/at least 90 and at most -90/)
    expect(where()).toBe(null)
  })
}
