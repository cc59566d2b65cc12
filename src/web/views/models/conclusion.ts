import { clipped } from '../../format/clipped.ts'
import { counted } from '../../format/counts.ts'
import { pValue } from '../../format/numbers.ts'
import { isSignificant } from '../../format/significance.ts'
import type { LeaderboardQuery } from '../../generated/documents.ts'

export type Leaderboard = NonNullable<NonNullable<LeaderboardQuery['dataset']>['leaderboard']>
export type Row = Leaderboard['rows'][number]

const nameOf = ({ model }: Row): string => clipped(model.name)

/** Names of a list, or its first ones and how many more there are. */
const listed = (names: readonly string[], most = 3): string => {
  const shown = names.slice(0, names.length > most + 1 ? most : most + 1)
  const hidden = names.length - shown.length
  if (hidden > 0) return `${shown.join(', ')} and ${hidden} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : shown.join()
}

/** What the pairs show of the models, in plain words. */
export const conclusionOf = ({ pairs, rows }: Leaderboard): string => {
  const [best, ...others] = rows
  const about = `${counted(rows.length, 'model')} on ${counted(pairs, 'pair')}`
  if (!best || others.length === 0) return `${about}.`
  const peers = others.filter(({ tier }) => tier === best.tier)
  const worse = others.filter(({ behindBest }) => isSignificant(behindBest ?? {}))
  const together =
    peers.length === 0
      ? `${nameOf(best)} is the best`
      : peers.length === 1
        ? `${nameOf(best)} and ${nameOf(peers[0]!)} can’t be told apart`
        : peers.length === others.length
          ? `none can be told apart from ${nameOf(best)}, which has the highest share`
          : `${listed(peers.map(nameOf))} can’t be told apart from ${nameOf(best)}, which has the highest share`
  if (worse.length === 0) return `${about}: ${together}.`
  const highest = Math.max(...worse.map(({ behindBest }) => behindBest!.adjustedPValue!))
  const chance = `adjusted p ${worse.length > 1 && highest >= 0.001 ? '≤ ' : ''}${pValue(highest)}`
  const verb = worse.length === 1 ? 'is' : 'are'
  return `${about}: ${together}; ${listed(worse.map(nameOf))} ${verb} worse than ${nameOf(best)} (${chance}).`
}

/** Rows in their order, those of a tier together. */
export const tiersOf = (rows: readonly Row[]): { tier: number; rows: Row[] }[] => {
  const tiers: { tier: number; rows: Row[] }[] = []
  for (const row of rows) {
    const last = tiers.at(-1)
    if (last?.tier === row.tier) last.rows.push(row)
    else tiers.push({ tier: row.tier, rows: [row] })
  }
  return tiers
}
