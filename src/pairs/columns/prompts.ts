import type { Frame } from '../../frame/frame.ts'
import type { Space } from './space.ts'

const sizes = new WeakMap<Frame, Int32Array>()

/** How many pairs each prompt of a frame has, by its code. */
const sizesOf = (frame: Frame): Int32Array => {
  const known = sizes.get(frame)
  if (known) return known
  const made = new Int32Array(frame.promptKeys.length)
  for (let pair = 0; pair < frame.prompt.length; pair++) made[frame.prompt[pair]]++
  sizes.set(frame, made)
  return made
}

/** Whether a row's prompt has other pairs in the frame. */
export const hasSiblings = ({ frame, prompt }: Space): ((row: number) => boolean) => {
  const size = sizesOf(frame)
  return (row) => size[prompt[row]] > 1
}

/** Those of some rows whose prompt has other pairs in the frame. */
export const withSiblings = ({ frame, prompt }: Space, rows: Int32Array): Int32Array => {
  const size = sizesOf(frame)
  const some = new Int32Array(rows.length)
  let count = 0
  for (let k = 0; k < rows.length; k++) if (size[prompt[rows[k]]] > 1) some[count++] = rows[k]
  return some.subarray(0, count)
}

/** The prompts of rows as codes from 0 on, as they first come, all of which there are. */
export const promptCodes = (
  { frame, prompt }: Space,
  rows: Int32Array,
): { codes: Int32Array; prompts: number } => {
  /** One more than the code of each of the frame's. */
  const known = new Int32Array(frame.promptKeys.length)
  let prompts = 0
  const codes = rows.map((row) => {
    if (known[prompt[row]] === 0) known[prompt[row]] = ++prompts
    return known[prompt[row]] - 1
  })
  return { codes, prompts }
}

/** How many prompts rows have whose prompts ascend; null of others. */
const runsOf = (prompt: Int32Array, rows: Int32Array): number | null => {
  let [runs, last] = [0, -1]
  for (let k = 0; k < rows.length; k++) {
    const code = prompt[rows[k]]
    if (code < last) return null
    if (code > last) runs++
    last = code
  }
  return runs
}

/** Rows with those of one prompt side by side, prompts as they first come; and how many prompts these are. */
export const byPrompt = (
  { frame, prompt }: Space,
  rows: Int32Array,
): { rows: Int32Array; prompts: number } => {
  const runs = runsOf(prompt, rows)
  if (runs !== null) return { rows, prompts: runs }
  // How many rows a prompt has; then where its next one goes.
  const place = new Int32Array(frame.promptKeys.length)
  for (let k = 0; k < rows.length; k++) place[prompt[rows[k]]]++
  let [prompts, next] = [0, 0]
  const isPlaced = new Uint8Array(place.length)
  const sorted = new Int32Array(rows.length)
  for (let k = 0; k < rows.length; k++) {
    const code = prompt[rows[k]]
    if (isPlaced[code] === 0) {
      isPlaced[code] = 1
      prompts++
      const count = place[code]
      place[code] = next
      next += count
    }
    sorted[place[code]++] = rows[k]
  }
  return { rows: sorted, prompts }
}
