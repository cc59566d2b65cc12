import { type Alignment, alignmentInterval } from '../../metrics/alignment.ts'
import { type AgreementRate, agreementRateInterval } from '../../metrics/labeler-agreement-rate.ts'
import { builder } from '../builder.ts'
import { IntervalType, REASON } from './statistics.ts'

export const AlignmentType = builder.objectRef<Alignment>('Alignment').implement({
  description:
    'How often a model gives the entry that the human chose strictly more reward than the other one. Equal rewards count as misaligned. A ruler has values in place of rewards (see Ruler).',
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'Pairs with both rewards: those that count.' }),
    prompts: t.exposeInt('prompts', {
      description: 'Of how many prompts they are. The interval counts prompts, not pairs.',
    }),
    designEffect: t.exposeFloat('designEffect', {
      description:
        'Variance of the score with pairs of a prompt taken together, against independent pairs; 1 where every prompt has one pair. Null where all pairs are of one prompt.',
      nullable: true,
    }),
    aligned: t.exposeInt('aligned', {
      description: 'Those of them whose chosen entry has the greater reward.',
    }),
    ties: t.exposeInt('ties', {
      description: 'Pairs of the slice on which the human had no preference: they do not count.',
    }),
    score: t.exposeFloat('score', {
      description: 'aligned / pairs, from 0 to 1. Null where no pair counts.',
      nullable: true,
    }),
    resistance: t.exposeFloat('resistance', {
      description:
        '1 − score: the share on which the model prefers what the human rejected. Null where no pair counts.',
      nullable: true,
    }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description: 'Wilson interval of the score, of pairs / designEffect pairs: it counts prompts.',
      args: {
        level: t.arg.float({ description: 'Strictly between 0 and 1.', required: true, defaultValue: 0.95 }),
      },
      resolve: (alignment, { level }) => alignmentInterval(alignment, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})

export const AgreementType = builder.objectRef<AgreementRate>('Agreement').implement({
  description:
    'How often one side agrees with another among some pairs, where it prefers either entry: a labeler with the human, a model with a ruler, or a model with the human.',
  fields: (t) => ({
    agree: t.exposeInt('agree', {
      description:
        'Pairs on which the labeler or the model prefers the chosen entry, or the model what the ruler chooses.',
    }),
    disagree: t.exposeInt('disagree', {
      description: 'Pairs on which it prefers the other entry.',
    }),
    indifferent: t.exposeInt('indifferent', {
      description: 'Labeled, or scored pairs on which it prefers neither: they are not in the rate.',
    }),
    rate: t.exposeFloat('rate', {
      description: 'agree / (agree + disagree), from 0 to 1. Null where it prefers no entry of any pair.',
      nullable: true,
    }),
    prompts: t.exposeInt('prompts', { description: 'Of how many prompts the pairs in the rate are.' }),
    designEffect: t.exposeFloat('designEffect', {
      description:
        'Variance of the rate with pairs of a prompt taken together, against independent pairs. Null where all pairs are of one prompt.',
      nullable: true,
    }),
    confidenceInterval: t.field({
      type: IntervalType,
      nullable: true,
      description:
        'Wilson interval of the rate, of as many pairs as it has by their designEffect: it counts prompts.',
      args: {
        level: t.arg.float({ description: 'Strictly between 0 and 1.', required: true, defaultValue: 0.95 }),
      },
      resolve: (agreement, { level }) => agreementRateInterval(agreement, level),
    }),
    reason: t.exposeString('reason', { nullable: true, description: REASON }),
  }),
})
