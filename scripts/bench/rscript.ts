import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { SIDES } from '../../src/domain/side.ts'
import type { Frame } from '../../src/frame/frame.ts'
import { labeledIn } from '../../src/frame/patterns.ts'
import { isScored, viewOf } from '../../src/frame/view.ts'

export type RResult = { seconds: number[]; estimates: number[]; errors: number[] }
export type RAnswers = {
  version: string
  blas: string
  results: Record<'PAIR' | 'NONE' | 'SHIFT' | 'LOGIT', RResult>
}

/** The pairs of a frame that are complete, as R reads them: one line a pair. */
export const writePairs = (frame: Frame, file: string): void => {
  const view = viewOf(frame, frame.defaults)
  const { features } = frame.taxonomy
  const wanted = features.flatMap(({ inRegressions }, index) => (inRegressions ? [index] : []))
  const { patterns, complete } = labeledIn({ view, rows: Int32Array.from(frame.rowIds.keys()) }, wanted)
  const columns = SIDES.flatMap((side) => wanted.map((feature) => patterns.values(feature, side)))
  const names = ['c', 'r'].flatMap((side) => wanted.map((feature) => `${side}.${features[feature].name}`))
  const post = view.rewards('POST')
  const lines = [['chosen', 'rejected', 'theta', 'misaligned', ...names].join()]
  patterns.patternOf.forEach((pattern, row) => {
    if (!post || !isScored(post, row) || complete[pattern] === 0) return
    const [chosen, rejected] = [post.CHOSEN[row], post.REJECTED[row]]
    const labels = columns.map((column) => column[pattern])
    lines.push([chosen, rejected, view.shift[row], chosen > rejected ? 0 : 1, ...labels].join())
  })
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
