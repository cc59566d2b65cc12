import { z } from 'zod'
import { askDataset, tool } from '../tool.ts'
import { AUDIT, AUDITED, AUDITED_VARIABLES } from './arguments.ts'
import { ALIGNMENT, type Alignment, alignment, type Named, number, text } from './outputs.ts'

const DOCUMENT = `query auditSummary(${AUDITED_VARIABLES}) {
  dataset(name: $dataset) {
    revision
    ${AUDIT} {
      pre { name } post { name } labeler { name }
      coverage { pairs ties prompts bothScored labeled }
      before: alignment(stage: PRE) ${ALIGNMENT}
      after: alignment(stage: POST) ${ALIGNMENT}
      alignmentChange { pValue }
      regimes { regime pairs prevalence }
      findings { kind sentence evidence pValue feature { name } }
    }
  }
}`

const coverage = z.object({
  pairs: z.number(),
  ties: z
    .number()
    .describe('Pairs on which the human had no preference: in no number about chosen and rejected.'),
  prompts: z.number(),
  bothScored: z.number(),
  labeled: z.number(),
})
const regime = z.object({ regime: z.string(), pairs: z.number(), prevalence: number })
const finding = {
  kind: z.string(),
  sentence: z.string(),
  evidence: text.describe("The GraphQL field of Audit that has the sentence's numbers."),
  pValue: number.describe('Corrected for all that were looked at. Null: the sentence rests on no test.'),
}

const summary = z.object({
  revision: z.number(),
  pre: text,
  post: text,
  labeler: text,
  coverage,
  before: alignment.describe('Of the model before training.'),
  after: alignment.describe('Of the model after training.'),
  changePValue: number.describe('Of the test that training changed alignment.'),
  regimes: z.array(regime).describe('What training did to how many pairs.'),
  findings: z
    .array(z.object({ ...finding, feature: text }))
    .describe('What the data show, in sentences, the most telling first. Empty: nothing was shown.'),
})

type Answer = {
  revision: number
  audit: {
    pre: Named | null
    post: Named | null
    labeler: Named | null
    coverage: z.input<typeof coverage>
    before: Alignment
    after: Alignment
    alignmentChange: { pValue: number } | null
    regimes: z.input<typeof regime>[]
    findings: (z.input<z.ZodObject<typeof finding>> & { feature: Named | null })[]
  }
}

const nameOf = (thing: Named | null) => thing?.name ?? null

export const auditSummary = tool({
  name: 'audit_summary',
  title: 'Summarize an audit',
  description:
    'Says in sentences what an audit of a reward model shows: what it makes more or less of than people do, how often it sides with them before and after training, where it is weak, and what people themselves go by; with numbers and p-values. Start here with a dataset or a slice of it.',
  input: z.object(AUDITED),
  output: summary,
  call: async (args, ask) => {
    const { revision, audit } = await askDataset<Answer>(ask, DOCUMENT, args)
    const { coverage, before, after, alignmentChange, regimes, findings } = audit
    return {
      revision,
      pre: nameOf(audit.pre),
      post: nameOf(audit.post),
      labeler: nameOf(audit.labeler),
      coverage,
      before,
      after,
      changePValue: alignmentChange?.pValue ?? null,
      regimes,
      findings: findings.map((one) => ({ ...one, feature: nameOf(one.feature) })),
    }
  },
})
