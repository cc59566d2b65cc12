import type { PairFilter } from '../../audit/pair-filter.ts'
import { MOST_CHECKPOINTS } from '../../audit/trajectory.ts'
import type { FrameModel } from '../../frame/frame.ts'
import { type Audit, auditOf, checkpointAudits } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { PLAIN } from '../cost.ts'
import { AuditRef } from './audit.ts'
import { DatasetType } from './dataset.ts'
import { TrajectoryBaselineEnum } from './enums.ts'
import { PairFilterInput } from './filter.ts'
import { RewardModelType } from './sources.ts'

const TrajectoryPointType = builder
  .objectRef<{ model: FrameModel; audit: Audit }>('TrajectoryPoint')
  .implement({
    description: 'The first point of a trajectory has an audit without a pre model.',
    fields: (t) => ({
      model: t.field({
        description: "The audit's post model.",
        type: RewardModelType,
        resolve: ({ audit, model }, _, context) => context.modelOf(audit.datasetId, model.id),
      }),
      step: t.int({
        description: 'Where the model stands in its series; null: nowhere.',
        nullable: true,
        resolve: ({ model }) => model.step,
      }),
      audit: t.expose('audit', {
        description: 'Of this model, against the one before it or the first.',
        type: AuditRef,
      }),
    }),
  })

builder.prismaObjectField(DatasetType, 'trajectory', (t) =>
  t.field({
    type: [TrajectoryPointType],
    nullable: true,
    extensions: {
      cost: {
        ...PLAIN,
        filters: ({ where }: { where?: PairFilter | null }) => [where],
        times: ({ models }: { models?: readonly string[] | null }) => models?.length ?? MOST_CHECKPOINTS,
      },
    },
    description: `An audit for each model, against the one before it or the first, in the order of step, then of name; models without a step come last. ${MOST_CHECKPOINTS} at most.`,
    args: {
      models: t.arg.stringList({
        description:
          "Names of the models. Left out: those of `series`, else the checkpoints of the post model's series, else all models.",
      }),
      series: t.arg.string({
        description: 'Name of the series whose checkpoints they are. With `models` INVALID_INPUT.',
      }),
      against: t.arg({
        type: TrajectoryBaselineEnum,
        required: true,
        defaultValue: 'PREVIOUS',
        description: "What each audit's pre model is.",
      }),
      where: t.arg({
        type: PairFilterInput,
        description:
          "Which pairs. Left out: all. What it says of the pre and the post model is of each audit's own.",
      }),
      labeler: t.arg.string({
        description: "Name of the labeler. Left out: the dataset's own.",
      }),
    },
    resolve: async ({ id }, { labeler, where, ...args }, context) =>
      checkpointAudits(await auditOf(id, { labeler, where }, context), args),
  }),
)
