import { type Extent, lacking, lackingAnyModel, type Need } from '../audit/lacking.ts'
import type { PairFilter } from '../audit/pair-filter.ts'
import type { Answer, Arguments, Question } from '../audit/questions.ts'
import type { TrajectoryBaseline } from '../domain/checkpoint.ts'
import type { NamedFeature } from '../domain/measure.ts'
import type { Preference } from '../domain/preference.ts'
import type { Stage } from '../domain/stage.ts'
import type { Effects } from '../metrics/effects.ts'
import type { Link } from '../metrics/misalignment.ts'
import type { RegressionOptions } from '../metrics/regression-options.ts'
import { emptyDrawing } from './drawing/empty.ts'
import type { Checkpoint } from './drawing/over-steps.ts'
import type { Drawing } from './drawing/vega-lite.ts'

/** A model or a labeler of the dataset. */
export type Named = { index: number; name: string }

/** What can be chosen of figures; each has only those that its definition names. */
export type FigureArguments = {
  stage: Stage
  effects: Effects
  link: Link
  options: RegressionOptions
  preference: readonly Preference[]
  models: readonly Named[]
  with: readonly Named[]
  /** Its index. */
  rewriter: number
  against: TrajectoryBaseline
  /** Their indices, in the order in which they are drawn; null: all. */
  features: readonly number[] | null
}
export type ArgumentName = keyof FigureArguments

/** About an audit's pairs, or about those of them that match `where`. */
export type Ask = <Q extends Question>(
  question: Q,
  args: Arguments<Q>,
  where?: PairFilter,
) => Promise<Answer<Q>>

/** A figure's way to the metrics: the questions of the audit's fields, so the same numbers. */
export type Asking<Names extends ArgumentName = ArgumentName> = {
  args: Pick<FigureArguments, Names>
  features: Subject['features']
  ask: Ask
  /** The checkpoints of its trajectory, each with the way to its audit. @throws NotFound, InvalidInput */
  trajectory(): readonly { checkpoint: Checkpoint; ask: Ask }[]
}

/** Which pairs are drawn, and what is known of their entries: where features are indices, they are indices into these. */
type Subject = { extent: Extent; features: readonly NamedFeature[]; isMeasured: boolean }

/** EITHER_MODEL: one of the audit's two, where a figure shows both. FEATURES: labels, or measures of texts in their place. */
type FigureNeed = Need | 'EITHER_MODEL' | 'FEATURES'

type Definition<Name extends string, Names extends ArgumentName, Answers> = {
  /** In the schema; in addresses with hyphens and in lower case. */
  name: Name
  /** What it shows, and which figure of the paper it is. */
  about: string
  /** In few words, for a list of figures. */
  title: string
  args: readonly Names[]
  /** DATASET: it shows models whatever the audit's are; TRAJECTORY: an audit for each of them. Left out: it is of these. */
  of?: 'DATASET' | 'TRAJECTORY'
  /** What it has nothing to show without. */
  needs: readonly FigureNeed[] | ((args: Pick<FigureArguments, Names>) => readonly FigureNeed[])
  ask(asking: Asking<Names>): Promise<Answers>
  draw(answers: Answers, of: Subject & { args: Pick<FigureArguments, Names> }): Drawing
}

export type Figure<Name extends string = string> = {
  name: Name
  about: string
  title: string
  args: readonly ArgumentName[]
  of?: 'DATASET' | 'TRAJECTORY'
  /** Asks what it takes, and gives the way to draw it. @throws what its questions throw */
  asked(asking: Asking): Promise<(of: Subject) => Drawing>
}

const lackOf = (needs: readonly FigureNeed[], { extent, isMeasured }: Subject): string | null => {
  const others = needs.flatMap((need): Need[] => {
    if (need === 'FEATURES') return isMeasured ? [] : ['LABELS']
    return need === 'EITHER_MODEL' ? [] : [need]
  })
  return needs.includes('EITHER_MODEL') ? lackingAnyModel(extent, others) : lacking(extent, others)
}

/** The figure of a definition; without what it needs it says so in place of all else. */
export const figure = <const Name extends string, Names extends ArgumentName, Answers>({
  needs,
  ask,
  draw,
  ...described
}: Definition<Name, Names, Answers>): Figure<Name> => ({
  ...described,
  asked: async (asking) => {
    const { args } = asking
    const answers = await ask(asking)
    return (of) => {
      const drawing = draw(answers, { ...of, args })
      const lack = lackOf(typeof needs === 'function' ? needs(args) : needs, of)
      return lack === null ? drawing : emptyDrawing(drawing, lack)
    }
  },
})
