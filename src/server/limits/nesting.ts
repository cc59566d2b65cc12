import { LimitExceeded } from '../../domain/errors.ts'
import { type Limits, variableOf } from './limits.ts'

/** How deep a value of JSON is, and how many objects it has. Not recursive: a value can be deeper than the stack. */
export const measureNesting = (value: unknown): { nesting: number; objects: number } => {
  let [nesting, objects] = [0, 0]
  let level = [value]
  while (level.length > 0) {
    const next: unknown[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      if (!Array.isArray(one)) objects++
      for (const inner of Object.values(one))
        if (typeof inner === 'object' && inner !== null) next.push(inner)
    }
    if (level.some((one) => typeof one === 'object' && one !== null)) nesting++
    level = next
  }
  return { nesting, objects }
}

/** @throws LimitExceeded for a value that is deeper, or has more objects, than one may */
export const assertNesting = (what: string, value: unknown, limits: Limits): void => {
  const { nesting, objects } = measureNesting(value)
  if (nesting > limits.nesting) {
    throw new LimitExceeded(
      `${what}: lists and objects are ${nesting} deep; at most ${limits.nesting} (${variableOf('nesting')})`,
    )
  }
  if (objects > limits.objects) {
    throw new LimitExceeded(
      `${what}: there are ${objects} objects, such as conditions of a filter; at most ${limits.objects} (${variableOf('objects')})`,
    )
  }
}
