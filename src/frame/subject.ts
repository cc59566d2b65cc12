import { NotFound } from '../domain/errors.ts'
import type { Frame } from './frame.ts'
import type { Subject } from './view.ts'

type Names = { pre?: string | null; post?: string | null; labeler?: string | null }

const indexOf = (what: string, named: readonly { name: string }[], name: string): number => {
  const index = named.findIndex((one) => one.name === name)
  if (index >= 0) return index
  throw new NotFound(
    what,
    name,
    named.map((one) => one.name),
  )
}

/** The index of a model in the frame. @throws NotFound listing the dataset's models. */
export const modelIndex = ({ models }: Frame, name: string): number => indexOf('reward model', models, name)

/** The index of a labeler in the frame. @throws NotFound listing the dataset's labelers. */
export const labelerIndex = ({ labelers }: Frame, name: string): number => indexOf('labeler', labelers, name)

/** Whose rewards and labels are meant; the dataset's own where no name is given. @throws NotFound */
export const subjectOf = (frame: Frame, { pre, post, labeler }: Names): Subject => ({
  pre: pre ? modelIndex(frame, pre) : frame.defaults.pre,
  post: post ? modelIndex(frame, post) : frame.defaults.post,
  labeler: labeler ? labelerIndex(frame, labeler) : frame.defaults.labeler,
})
