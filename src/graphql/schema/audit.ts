import { modelIndex, otherLabeler } from '../../audit/subject.ts'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../domain/reward-units.ts'
import { auditId } from '../audit-id.ts'
import { type Audit, ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { HISTOGRAM, METRIC, PLAIN } from '../cost.ts'
import { AlignmentType } from './alignment.ts'
import { CoverageType } from './coverage.ts'
import { PreferenceEnum, RegimeEnum, StageEnum } from './enums.ts'
import { CountType, LabelerAgreementType, PrevalenceType, withFeature } from './labels.ts'
import { PreferenceSummaryType } from './preference.ts'
import { RegimeSummaryType, shiftsOf } from './regime.ts'
import { RewritingType, rewritingIn } from './rewriting.ts'
import { RulerType } from './ruler.ts'
import { CENTRED_ARG, ShiftSummaryType } from './shift-summary.ts'
import { LabelerType, RewardModelType } from './sources.ts'
import { HistogramType, TestType } from './statistics.ts'

const frameOf = ({ scope }: Audit) => scope.loaded.outline

/** What the arguments mean that select pairs of an audit. */
export const OF_REGIMES =
  'Of pairs of these regimes alone. Left out or null: of all, those without a regime included.'
export const OF_PREFERENCES =
  'Of pairs with these preferences of the labeler alone. Left out or null: of all, unlabeled ones included.'

export const AuditRef = builder.objectRef<Audit>('Audit')

AuditRef.implement({
  extensions: { fieldCost: METRIC },
  description:
    "The paper's metrics on one slice of one dataset, for one pre model, one post model and one labeler. A reward's zero and scale are arbitrary: what changes when a constant is added to all rewards of a model says that it depends on their zero, what changes when they are multiplied that it depends on their scale.",
  fields: (t) => {
    const stage = t.arg({
      type: StageEnum,
      required: true,
      defaultValue: 'POST',
      description: "Which of the audit's two models.",
    })
    const bins = (defaultValue: number, description: string) =>
      t.arg.int({ required: true, defaultValue, description })
    return {
      id: t.id({
        extensions: { cost: PLAIN },
        description:
          "Tells this audit apart from those of other datasets, models, labelers and filters, so that a client's cache keeps each by itself: it is the same wherever the same is audited, at every revision. It is opaque, and none that `node` takes, because nothing is stored under it: an audit is asked for by its dataset and what selects it.",
        resolve: auditId,
      }),
      pre: t.field({
        description: 'The model before training; null where the dataset has none.',
        type: RewardModelType,
        nullable: true,
        resolve: (audit, _, context) => {
          const model = frameOf(audit).models[audit.scope.subject.pre]
          return model ? context.modelOf(audit.datasetId, model.id) : null
        },
      }),
      post: t.field({
        description: 'The model after training; null where the dataset has none.',
        type: RewardModelType,
        nullable: true,
        resolve: (audit, _, context) => {
          const model = frameOf(audit).models[audit.scope.subject.post]
          return model ? context.modelOf(audit.datasetId, model.id) : null
        },
      }),
      labeler: t.field({
        description: 'Whose labels count; null where the dataset has none.',
        type: LabelerType,
        nullable: true,
        resolve: (audit, _, context) => {
          const labeler = frameOf(audit).labelers[audit.scope.subject.labeler]
          return labeler ? context.labelerOf(audit.datasetId, labeler.id) : null
        },
      }),
      coverage: t.field({
        description: 'On how many pairs numbers can rest.',
        type: CoverageType,
        nullable: true,
        resolve: (audit, _, context) => ask(audit, 'coverage', {}, context),
      }),
      alignment: t.field({
        type: AlignmentType,
        nullable: true,
        description:
          'How often a model prefers what the human chose, over the pairs of which it has scored both entries: the alignment score (section 2.2 of the paper).',
        args: { stage },
        resolve: (audit, args, context) => ask(audit, 'alignment', args, context),
      }),
      regimes: t.field({
        type: [RegimeSummaryType],
        nullable: true,
        description:
          'What training did to the pairs: how many stayed or became aligned, how many did not, and how rewards moved in each case; over the pairs that both models have scored, in the order of the enum (Table 1 of the paper).',
        resolve: async (audit, _, context) => {
          const summaries = await ask(audit, 'regimes', {}, context)
          return summaries.map((summary) => ({ ...summary, audit }))
        },
      }),
      preferences: t.field({
        type: [PreferenceSummaryType],
        nullable: true,
        description:
          'The pairs by what the labeler prefers — the chosen entry, the rejected one or neither — and how often each model is aligned there, in the order of the enum (Figures 4 and 16 of the paper).',
        resolve: async (audit, _, context) => {
          const all = await ask(audit, 'preferences', {}, context)
          return all.map((summary) => ({ ...summary, where: audit.scope.where }))
        },
      }),
      alignmentChange: t.field({
        type: TestType,
        nullable: true,
        description:
          "McNemar's exact test of alignment before against alignment after; where pairs share prompts, the t-test of the mean change clustered by prompt, with prompts − 1 df. Null when no pair changed, and where the slice itself selects pairs by their rewards, which decides the test.",
        resolve: async (audit, _, context) => (await ask(audit, 'alignmentChange', {}, context)).test,
      }),
      alignmentChangeReason: t.string({
        nullable: true,
        description: 'Why alignmentChange is null; null when it is not.',
        resolve: async (audit, _, context) => (await ask(audit, 'alignmentChange', {}, context)).reason,
      }),
      rewardShift: t.field({
        description: `The angles from the pre to the post reward vectors: what training did to rewards (Definition 1 with a sign). ${DEPENDS_ON_ZERO}`,
        type: ShiftSummaryType,
        nullable: true,
        args: {
          regime: t.arg({ type: [RegimeEnum], description: OF_REGIMES }),
          preference: t.arg({ type: [PreferenceEnum], description: OF_PREFERENCES }),
          centred: t.arg.boolean(CENTRED_ARG),
        },
        resolve: (audit, selection, context) => shiftsOf(audit, selection, context),
      }),
      rewriting: t.field({
        type: RewritingType,
        nullable: true,
        description:
          'What rewriting the pairs in other words did to rewards, alignment and features (section 2.3 of the paper). Null where the dataset has no such rewriter.',
        args: {
          rewriter: t.arg.string({ description: "Name of the rewriter. Left out: the dataset's first." }),
        },
        resolve: (audit, { rewriter }) => rewritingIn(audit, rewriter),
      }),
      prevalence: t.field({
        type: [PrevalenceType],
        nullable: true,
        description:
          "How common each feature is among chosen and among rejected entries, in the taxonomy's order, then the means of each measure (Table 4 and Figure 14 of the paper).",
        resolve: async (audit, _, context) => {
          const [labels, measures] = await Promise.all([
            ask(audit, 'prevalence', {}, context),
            ask(audit, 'measureMeans', {}, context),
          ])
          const { taxonomy, measures: measured } = frameOf(audit)
          return [...labels, ...measures].map((row) => withFeature(row, [...taxonomy.features, ...measured]))
        },
      }),
      rulers: t.field({
        type: [RulerType],
        nullable: true,
        description:
          'How well a single number of the text does as a reward model: every NUMERIC measure, the best first, equally good ones by name. Empty where the dataset has no measures: npm run measure counts those of its texts.',
        args: { stage },
        resolve: async (audit, args, context) => {
          const { taxonomy, measures } = frameOf(audit)
          const rows = await ask(audit, 'rulers', args, context)
          return rows.map((row) => withFeature(row, [...taxonomy.features, ...measures]))
        },
      }),
      topics: t.field({
        type: [CountType],
        nullable: true,
        description:
          'What the labeler says entries are about: how often it names each topic, most frequent first (Figure 15 of the paper).',
        resolve: (audit, _, context) => ask(audit, 'topics', {}, context),
      }),
      discriminations: t.field({
        type: [CountType],
        nullable: true,
        description:
          'Whom the labeler says entries discriminate against: how often it names each kind, most frequent first (Figure 15 of the paper).',
        resolve: (audit, _, context) => ask(audit, 'discriminations', {}, context),
      }),
      labelerAgreement: t.field({
        type: [LabelerAgreementType],
        nullable: true,
        description:
          "How far this audit's labeler and another one say the same of each feature, on the entries that both labeled (section D.5 of the paper). Measures are no labeler's, so that there is nothing to compare: they are not in it.",
        args: {
          with: t.arg.string({
            description:
              "The other labeler's name; an unknown one is NOT_FOUND, which lists those that there are. Left out: the only other one of the dataset; INVALID_INPUT where there is none, or there are several.",
          }),
        },
        resolve: async (audit, { with: other }, context) => {
          const labeler = otherLabeler(frameOf(audit), other, audit.scope.subject.labeler)
          const rows = await ask(audit, 'labelerAgreement', { labeler }, context)
          return rows.map((row) => withFeature(row, frameOf(audit).taxonomy.features))
        },
      }),
      marginDistribution: t.field({
        type: HistogramType,
        extensions: { cost: HISTOGRAM },
        nullable: true,
        description: `How the margins of a model are distributed: reward of the chosen minus reward of the rejected entry (section D.1 of the paper). ${DEPENDS_ON_SCALE}`,
        args: {
          model: t.arg.string({
            description:
              "Name of the model; an unknown one is NOT_FOUND, which lists those that there are. Left out: the audit's post model.",
          }),
          bins: bins(50, 'From 1 to 1000, uniform from the smallest to the largest margin.'),
        },
        resolve: (audit, { model: name, ...args }, context) => {
          const model = modelIndex(frameOf(audit), name, audit.scope.subject.post)
          return ask(audit, 'marginDistribution', { model, ...args }, context)
        },
      }),
    }
  },
})
