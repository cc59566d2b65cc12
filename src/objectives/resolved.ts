import { assertFilter } from '../audit/check-filter.ts'
import { conditionOf } from '../audit/condition.ts'
import { withDefinitions } from '../audit/named-slices.ts'
import type { PairFilter } from '../audit/pair-filter.ts'
import type { Slice } from '../audit/scope.ts'
import { subjectOf } from '../audit/subject.ts'
import { NotFound } from '../domain/errors.ts'
import { allFeatures } from '../domain/measure.ts'
import type { Side } from '../domain/side.ts'
import type { Stage } from '../domain/stage.ts'
import { findFeature } from '../domain/taxonomy.ts'
import type { Outline } from '../frame/frame.ts'
import { assertComparable } from '../metrics/comparison.ts'
import {
  assertOptions,
  optionsOf,
  type RegressionOptions,
  wantedFeatures,
} from '../metrics/regression-options.ts'
import type { SliceBy } from '../metrics/slices.ts'
import { at, Broken, BrokenObjective } from './broken.ts'
import { type Objective, takes } from './objective.ts'
import { problemOf } from './problem.ts'

/** An objective in the indices of a revision. */
export type Resolved = {
  objective: Objective
  slice: Slice
  /** What it is compared with; null: nothing else. */
  baseline: Slice | null
  stage: Stage
  side: Side
  /** An index into all features; −1: it is about none. */
  feature: number
  rewriter: number
  by: SliceBy[]
  options: RegressionOptions
}

/** Whose rewards and labels, place by place: each error is of one name. */
const sliceIn = (
  outline: Outline,
  prefix: string,
  names: { pre?: string | null; post?: string | null; labeler?: string | null; where: PairFilter | null },
): Slice => {
  const { where, ...of } = names
  for (const name of ['pre', 'post', 'labeler'] as const)
    at(`${prefix}${name}`, () => subjectOf(outline, { [name]: of[name] }))
  const subject = subjectOf(outline, of)
  const defined = at(`${prefix}where`, () => {
    if (!where) return null
    assertFilter(where, `${prefix}where`)
    const filter = withDefinitions(where, outline.slices)
    conditionOf(filter, subject, outline)
    return filter
  })
  return { subject, where: defined }
}

const baselineIn = (outline: Outline, objective: Objective, slice: Slice): Slice | null => {
  const { pre, post, labeler, noWorseThan } = objective
  if (!noWorseThan || noWorseThan.saved) return null
  const where = noWorseThan.where === undefined ? slice.where : noWorseThan.where
  const names = { pre, post: noWorseThan.post ?? post, labeler, where }
  return sliceIn(outline, 'noWorseThan.', names)
}

const rewriterIn = ({ rewriters }: Outline, name: string | null | undefined): number => {
  const index = rewriters.findIndex(({ rewriter }) => (name ?? rewriter) === rewriter)
  if (index < 0 && name != null)
    throw new NotFound(
      'rewriter',
      name,
      rewriters.map(({ rewriter }) => rewriter),
    )
  return index
}

/** The feature that an objective is about, a term of its regression. */
const featureIn = (
  outline: Outline,
  objective: Objective,
  options: RegressionOptions,
  slice: Slice,
): number => {
  const name = objective.feature as string
  const features = allFeatures(outline)
  const index = at('feature', () => findFeature({ features }, name))
  const { terms } = at('options', () => wantedFeatures(outline, options, [slice.subject.labeler]))
  if (terms.includes(index)) return index
  const known = terms.map((term) => features[term].name).join(', ') || 'none'
  throw new Broken({
    at: 'feature',
    message: `"${name}" is not in this regression, which has ${known}; options.features can name it`,
  })
}

/** In the indices of a revision; intervals have a level. @throws Broken */
const resolved = (objective: Objective, level: number, outline: Outline): Resolved => {
  const problem = problemOf(objective)
  if (problem) throw new Broken(problem)
  const { metric, stage, side } = objective
  const slice = sliceIn(outline, '', { ...objective, where: objective.where ?? null })
  const baseline = baselineIn(outline, objective, slice)
  const isTerm = takes(metric, 'feature')
  // Of p-values one is looked at, and they are corrected over the objectives.
  const options: RegressionOptions = { ...optionsOf(objective.options), level, correction: 'NONE' }
  if (isTerm)
    at('options', () => (baseline || metric === 'AMPLIFICATION' ? assertComparable : assertOptions)(options))
  return {
    objective,
    slice,
    baseline,
    stage: stage ?? 'POST',
    side: side ?? 'CHOSEN',
    feature: isTerm ? featureIn(outline, objective, options, slice) : -1,
    rewriter: at('rewriter', () => rewriterIn(outline, objective.rewriter)),
    by: (objective.by ?? []).map((one) => ({ scope: 'CHOSEN', bins: 5, ...one })),
    options,
  }
}

/** Objectives in the indices of a revision. @throws BrokenObjective for the first that can't be judged */
export const resolve = (objectives: readonly Objective[], level: number, outline: Outline): Resolved[] => {
  const names = objectives.map(({ name }) => name)
  return objectives.map((objective, index) => {
    const { name } = objective
    if (names.indexOf(name) < index)
      throw new BrokenObjective(index, name, { at: 'name', message: 'two have it: give each one of its own' })
    try {
      return resolved(objective, level, outline)
    } catch (error) {
      throw error instanceof Broken ? new BrokenObjective(index, name, error.problem, error.cause) : error
    }
  })
}
