import { readFileSync } from 'node:fs'
import type { Share } from './prompts.ts'
import type { Inference } from './regression.ts'

/** One value per pair. Null is missing. */
type Rewards = Record<'chosen' | 'rejected', (number | null)[]>

export type GoldenBoard = {
  options: { errors: string; correction: string; level: number }
  rows: {
    model: string
    scored: number
    alignment: Share
    tier: number
    /** A subset. */
    worst: string
    worstAlignment: Share
    sliceMean: number
  }[]
  comparisons: {
    first: string
    second: string
    onlyFirst: number
    onlySecond: number
    difference: { estimate: number; test: Inference | null }
    pValue: number | null
    adjustedPValue: number | null
  }[]
}

/** What leaderboard.R wrote: the same rewards, grouped into prompts in several ways. */
export const leaderboards: {
  data: { subset: string[]; tie: boolean[] } & Record<string, number[]>
  models: Record<string, Rewards>
  published: { only: [number, number]; pValue: number }[]
  answers: Record<string, GoldenBoard[]>
} = JSON.parse(readFileSync(new URL('leaderboard.json', import.meta.url), 'utf8'))
