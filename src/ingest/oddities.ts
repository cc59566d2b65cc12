import { createHash } from 'node:crypto'
import { isUnanswered, splitsElsewhere } from '../domain/conversation.ts'
import { counted } from '../domain/counted.ts'
import type { PairRecord } from '../domain/records.ts'
import { Unusable } from './row.ts'

/** What of a pair is odd, yet no fault of the file. */
const ODDITIES = ['empty', 'same', 'repeated', 'elsewhere'] as const
type Oddity = (typeof ODDITIES)[number]

/** Which odd pairs are left out. */
export type Refusals = { rejectEmpty?: boolean; rejectSame?: boolean; rejectRepeated?: boolean }

const NOTICES: Record<Oddity, (pairs: string, first: string) => string> = {
  empty: (pairs, first) => `${pairs} with an empty answer (${first}); --reject-empty leaves such out`,
  same: (pairs, first) =>
    `${pairs} with the same text on both sides (${first}); --reject-same leaves such out`,
  repeated: (pairs, first) =>
    `${pairs} that came before, word for word (${first}), counted once more; --reject-repeated leaves such out`,
  elsewhere: (pairs, first) =>
    `${pairs} with an answer that the reference, which cuts at the last "Assistant:" anywhere, would cut elsewhere (${first}); a turn begins at a blank line`,
}

/** Notes the odd pairs of a command's files, and leaves out those that are not wanted. */
export class Oddities {
  #refusals: Refusals
  #found = new Map<Oddity, { pairs: number; first: number }>()
  #seen = new Set<number>()

  constructor(refusals: Refusals = {}) {
    this.#refusals = refusals
  }

  /** @throws Unusable for a pair that is left out. */
  note({ rowId, chosen, rejected, answers }: PairRecord): void {
    const { rejectEmpty, rejectSame, rejectRepeated } = this.#refusals
    const empty = isUnanswered(chosen, answers?.chosen)
      ? 'chosen'
      : isUnanswered(rejected, answers?.rejected)
        ? 'rejected'
        : null
    const same = chosen === rejected
    if (empty && rejectEmpty) throw new Unusable(`the ${empty} answer is empty`)
    if (same && rejectSame) throw new Unusable('chosen and rejected are the same')
    // 48 bits: among a million pairs, two are taken for one another once in 500 files.
    const hash = createHash('sha256')
      .update(`${chosen.length} ${chosen}${rejected}`)
      .digest()
      .readUIntBE(0, 6)
    const repeated = this.#seen.has(hash)
    if (repeated && rejectRepeated) throw new Unusable('the pair came before, word for word')
    this.#seen.add(hash)
    const elsewhere = splitsElsewhere(chosen, answers?.chosen) || splitsElsewhere(rejected, answers?.rejected)
    const is = { empty: empty !== null, same, repeated, elsewhere }
    for (const oddity of ODDITIES) if (is[oddity]) this.#count(oddity, rowId)
  }

  #count(oddity: Oddity, rowId: number): void {
    const found = this.#found.get(oddity)
    if (found) found.pairs++
    else this.#found.set(oddity, { pairs: 1, first: rowId })
  }

  notices(): string[] {
    return ODDITIES.flatMap((oddity) => {
      const found = this.#found.get(oddity)
      if (!found) return []
      const { pairs, first } = found
      return NOTICES[oddity](counted(pairs, 'pair'), `the first: row ${first}`)
    })
  }
}
