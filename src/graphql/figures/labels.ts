import { SealError } from '../../domain/errors.ts'
import { agreement } from '../../figures/agreement.ts'
import { labelerAgreements } from '../../figures/labeler-agreement.ts'
import { prevalences } from '../../figures/prevalence.ts'
import { topicCounts } from '../../figures/topics.ts'
import { labelerIndex } from '../../frame/subject.ts'
import { type Alignment, alignmentInterval } from '../../metrics/alignment.ts'
import { agreementRateInterval } from '../../metrics/labeler-agreement-rate.ts'
import { differenceInterval } from '../../metrics/prevalence.ts'
import { type Asking, type Drawings, featuresOf, frameOf } from './asking.ts'

const LEVEL = 0.95
const MOST_LABELERS = 4

/** Those that are named, each once, or all others than the audit's own. @throws NotFound */
const labelersOf = (asking: Asking): number[] => {
  const frame = frameOf(asking)
  const { audit, args } = asking
  if (args.with) return [...new Set(args.with)].map((name) => labelerIndex(frame, name, -1))
  const others = [...frame.labelers.keys()].filter((index) => index !== audit.scope.subject.labeler)
  if (others.length > 0) return others.slice(0, MOST_LABELERS)
  throw new SealError(
    'NOT_FOUND',
    'the dataset has no other labeler to compare with: bring its labels with npm run ingest -- labels, or npm run label',
  )
}

export const LABELS: Drawings<'LABELER_AGREEMENT' | 'PREVALENCE' | 'TOPICS' | 'AGREEMENT'> = {
  LABELER_AGREEMENT: async (asking) => {
    const others = labelersOf(asking).map(async (labeler) => ({
      labeler: frameOf(asking).labelers[labeler].name,
      rows: await asking.ask('labelerAgreement', { labeler }),
    }))
    return labelerAgreements(await Promise.all(others), featuresOf(asking))
  },
  PREVALENCE: async (asking) => {
    const rows = await asking.ask('prevalence', {})
    const compared = rows.map((row) => ({ ...row, interval: differenceInterval(row, LEVEL) }))
    return prevalences(compared, featuresOf(asking))
  },
  TOPICS: async ({ ask }) => {
    const [topics, discriminations] = await Promise.all([ask('topics', {}), ask('discriminations', {})])
    return topicCounts(topics, discriminations)
  },
  AGREEMENT: async ({ ask }) => {
    const [preferences, regimes] = await Promise.all([ask('preferences', {}), ask('regimes', {})])
    const known = (alignment: Alignment) => ({
      ...alignment,
      interval: alignmentInterval(alignment, LEVEL),
    })
    return agreement(
      preferences.map(({ preference, share, alignment: { PRE, POST } }) => ({
        preference,
        share,
        alignment: { PRE: known(PRE), POST: known(POST) },
      })),
      regimes.map(({ regime, pairs, labelerAgreement }) => ({
        regime,
        pairs,
        agreement: { ...labelerAgreement, interval: agreementRateInterval(labelerAgreement, LEVEL) },
      })),
    )
  },
}
