import { alignment } from './alignment.ts'
import { amplified } from './amplified.ts'
import type { Finding, Looking } from './finding.ts'
import { preferred } from './preferred.ts'
import { unlabeled } from './unlabeled.ts'
import { weakest } from './weakest.ts'

/** What the data show, in the order in which it is told. */
export const findings = async (looking: Looking): Promise<Finding[]> => {
  const found = await Promise.all(
    [amplified, alignment, weakest, preferred, unlabeled].map((look) => look(looking)),
  )
  return found.flat()
}
