import { audit, tableOf } from './opened.ts'
import { degrees, share } from './shown.ts'

type Regime = {
  regime: string
  pairs: number
  prevalence: number | null
  labelerAgreement: { rate: number | null }
  rewardShift: { mean: number | null }
}

export const regimes = async (where: object | null): Promise<Regime[]> => {
  const fields = 'regimes { regime pairs prevalence labelerAgreement { rate } rewardShift { mean } }'
  return (await audit(fields, where)).regimes
}

export const table1 = () => tableOf('What did training change')

/** Its cells. */
export const expected = (rows: Regime[]) =>
  rows.map(({ regime, pairs, prevalence, labelerAgreement, rewardShift }) => [
    regime.toLowerCase().replace('_', ' '),
    share(prevalence),
    pairs.toLocaleString('en'),
    share(labelerAgreement.rate),
    degrees(rewardShift.mean),
  ])
