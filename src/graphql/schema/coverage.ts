import type { Answer } from '../../audit/questions.ts'
import { builder } from '../builder.ts'

export const CoverageType = builder.objectRef<Answer<'coverage'>>('Coverage').implement({
  description: 'How many pairs of the slice each metric can use. Ties are in `ties` and `prompts` alone.',
  fields: (t) => ({
    pairs: t.exposeInt('pairs', { description: 'All of the slice.' }),
    ties: t.exposeInt('ties', { description: 'Pairs of the slice on which the human had no preference.' }),
    prompts: t.exposeInt('prompts', { description: 'Of how many prompts pairs and ties are.' }),
    preScored: t.exposeInt('preScored', { description: 'With both rewards of the pre model.' }),
    postScored: t.exposeInt('postScored', { description: 'With both rewards of the post model.' }),
    bothScored: t.exposeInt('bothScored', { description: 'With both rewards of both models.' }),
    labeled: t.exposeInt('labeled', { description: "With the audit's labeler's label of both entries." }),
    complete: t.exposeInt('complete', { description: 'With both rewards of both models and both labels.' }),
    rewritten: t.exposeInt('rewritten', { description: 'That some rewriter rewrote.' }),
  }),
})
