import { NotFound } from '../domain/errors.ts'
import type { Stage } from '../domain/stage.ts'
import type { Outline } from '../frame/frame.ts'
import type { Model } from '../metrics/metric.ts'

/** Whose rewards and labels an audit means: indices into the outline's models and labelers, -1 for none. */
export type Subject = { pre: number; post: number; labeler: number }

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

/** Whose rewards and labels are meant; the dataset's own where no name is given. @throws NotFound */
export const subjectOf = (frame: Named, { pre, post, labeler }: Names): Subject => ({
  pre: modelIndex(frame, pre, frame.defaults.pre),
  post: modelIndex(frame, post, frame.defaults.post),
  labeler: labelerIndex(frame, labeler, frame.defaults.labeler),
})

/** Which model a stage means. */
export const modelAt = ({ pre, post }: Subject, stage: Stage): Model => ({
  index: stage === 'PRE' ? pre : post,
  called: stage,
})
