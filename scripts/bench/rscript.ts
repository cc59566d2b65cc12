import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SIDES } from '../../src/domain/side.ts'
import { featureValue } from '../../src/frame/feature-values.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { spaceOfFrame } from '../../src/pairs/columns/spaces.ts'
import { shiftOf } from '../../src/pairs/terms.ts'

export type RResult = { seconds: number[]; estimates: number[]; errors: number[] }
export type RAnswers = {
  version: string
  blas: string
  results: Record<'PAIR' | 'NONE' | 'SHIFT' | 'LOGIT', RResult>
}

/** The pairs of a frame that are complete, as R reads them: one line a pair. */
export const writePairs = (frame: Frame, file: string): void => {
  const space = spaceOfFrame(frame)
  const { pre, post, labeler } = frame.defaults
  const { features } = frame.taxonomy
  const wanted = features.flatMap(({ inRegressions }, index) => (inRegressions ? [index] : []))
  const names = ['c', 'r'].flatMap((side) => wanted.map((feature) => `${side}.${features[feature].name}`))
  const [rewards, labels] = [space.rewards(post, 'ORIGINAL'), space.labels({ labeler, version: 'ORIGINAL' })]
  const shift = space.numbers(shiftOf(pre, post))
  const lines = [['chosen', 'rejected', 'theta', 'misaligned', ...names].join()]
  for (let row = 0; rewards && labels && row < space.length; row++) {
    const [chosen, rejected] = [rewards.CHOSEN[row], rewards.REJECTED[row]]
    const values = SIDES.flatMap((side) =>
      wanted.map((feature) => featureValue(labels[side], space.fields[feature], row)),
    )
    if (Number.isNaN(chosen) || Number.isNaN(rejected) || values.includes(null)) continue
    lines.push([chosen, rejected, shift[row], chosen > rejected ? 0 : 1, ...values].join())
  }
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, lines.join('\n'))
}

/** What R says of such a file, and how long it takes; null where there is no R with sandwich and jsonlite. */
export const askR = (file: string, times: number): RAnswers | null => {
  const { status, stdout } = spawnSync('Rscript', ['scripts/bench/regressions.R', file, String(times)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return status === 0 ? JSON.parse(stdout) : null
}
