import { InvalidInput, NotFound } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import type { Stage } from '../domain/stage.ts'
import type { Outline } from '../frame/frame.ts'
import type { Model } from '../metrics/metric.ts'

/**
 * Whose rewards and labels an audit means: indices into the outline's models and labelers, -1 for none. `withoutPre`: why there
 * is no pre model, where that is not for want of one.
 */
export type Subject = { pre: number; post: number; labeler: number; withoutPre?: string }

/** Of a frame, or of its outline. */
type Named = Pick<Outline, 'models' | 'labelers' | 'defaults'>

type Name = string | null | undefined
type Names = { pre?: Name; post?: Name; labeler?: Name }

const indexOf = (what: string, named: readonly { name: string }[], name: Name, own: number): number => {
  if (name === null || name === undefined) return own
  const index = named.findIndex((one) => one.name === name)
  if (index >= 0) return index
  throw new NotFound(
    what,
    name,
    named.map((one) => one.name),
  )
}

/** The index of a model in the outline, `own` where no name is given. @throws NotFound listing the dataset's models. */
export const modelIndex = ({ models }: Named, name: Name, own: number): number =>
  indexOf('reward model', models, name, own)

/** The index of a labeler in the outline, `own` where no name is given. @throws NotFound listing the dataset's labelers. */
export const labelerIndex = ({ labelers }: Named, name: Name, own: number): number =>
  indexOf('labeler', labelers, name, own)

/**
 * The index of a labeler besides `own`: the one that is named, else the only one that there is.
 *
 * @throws NotFound as `labelerIndex` does, InvalidInput where nobody is named and not exactly one can be meant
 */
export const otherLabeler = (outline: Named, name: Name, own: number): number => {
  const others = [...outline.labelers.keys()].filter((index) => index !== own)
  if (others.length === 1 || name != null) return labelerIndex(outline, name, others[0])
  const names = others.map((index) => outline.labelers[index].name).join(', ')
  throw new InvalidInput(
    others.length === 0
      ? hint`with: the dataset has no other labeler to compare with; npm run label, or npm run ingest -- labels, brings one`
      : `with: the dataset has ${others.length} other labelers; name one of ${names}`,
  )
}

/** Whose rewards and labels are meant; the dataset's own where no name is given. @throws NotFound */
export const subjectOf = (frame: Named, { pre, post, labeler }: Names): Subject => ({
  pre: modelIndex(frame, pre, frame.defaults.pre),
  post: modelIndex(frame, post, frame.defaults.post),
  labeler: labelerIndex(frame, labeler, frame.defaults.labeler),
})

/** Which model a stage means. */
export const modelAt = ({ pre, post, withoutPre }: Subject, stage: Stage): Model => {
  if (stage === 'POST') return { index: post, called: stage }
  return { index: pre, called: stage, ...(pre < 0 && withoutPre ? { lack: withoutPre } : {}) }
}
