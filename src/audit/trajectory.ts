import type { TrajectoryBaseline } from '../domain/checkpoint.ts'
import { InvalidInput, NotFound } from '../domain/errors.ts'
import type { FrameModel, Outline } from '../frame/frame.ts'
import { modelIndex, type Subject } from './subject.ts'

/** Of the checkpoints of one trajectory: each of them is an audit. */
export const MOST_CHECKPOINTS = 100

const NAMES = new Intl.Collator('en', { numeric: true })

/** By step, those without one last, then by name, numbers in it as numbers. */
const inOrder = (a: FrameModel, b: FrameModel): number =>
  (a.step ?? Number.POSITIVE_INFINITY) - (b.step ?? Number.POSITIVE_INFINITY) ||
  NAMES.compare(a.name, b.name) ||
  a.id - b.id

/** Which models a trajectory has: those that are named, or those of a series. */
export type Checkpoints = { models?: readonly string[] | null; series?: string | null }

/**
 * Indices of the models that are named, each once, or of those of a series; else of those of a post model's series, else of all:
 * by step, then by name.
 *
 * @throws NotFound for a model or a series that there is not, InvalidInput for both, and for too many
 */
export const checkpointsOf = (
  outline: Pick<Outline, 'models' | 'labelers' | 'defaults'>,
  { models: names, series: named }: Checkpoints,
  post: number,
): number[] => {
  const { models } = outline
  if (names && named) throw new InvalidInput('models and series: give one of them')
  const series = named ?? models[post]?.series ?? null
  const found = names
    ? new Set(names.map((name) => modelIndex(outline, name, -1)))
    : [...models.keys()].filter((index) => series === null || models[index].series === series)
  if (named && [...found].length === 0)
    throw new NotFound('series', named, [...new Set(models.flatMap(({ series }) => series ?? []))])
  const checkpoints = [...found].sort((a, b) => inOrder(models[a], models[b]))
  if (checkpoints.length <= MOST_CHECKPOINTS) return checkpoints
  throw new InvalidInput(
    `a trajectory has ${MOST_CHECKPOINTS} models at most, not ${checkpoints.length}: name some of them in models`,
  )
}

/** Whose rewards an audit of each checkpoint means; that of the first has no pre model. */
export const trajectorySubjects = (
  checkpoints: readonly number[],
  against: TrajectoryBaseline,
  labeler: number,
): Subject[] =>
  checkpoints.map((post, at) =>
    at === 0
      ? { pre: -1, post, labeler, withoutPre: 'the first model of a trajectory is compared with none' }
      : { pre: checkpoints[against === 'FIRST' ? 0 : at - 1], post, labeler },
  )
