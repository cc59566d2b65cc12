import type { NamedSlice } from '../../frame/frame.ts'
import { auditOf } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { PLAIN } from '../cost.ts'
import { AuditRef } from './audit.ts'

export const NamedSliceType = builder.objectRef<NamedSlice & { datasetId: number }>('NamedSlice').implement({
  description: 'A filter of pairs that is kept with the dataset.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'As `slice` of a PairFilter calls it.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'In the words of who saved it; null where there are none.',
    }),
    where: t.string({
      description: 'What it stands for, as a PairFilter in JSON: for variables, addresses, and the page.',
      resolve: ({ where }) => JSON.stringify(where),
    }),
    audit: t.field({
      type: AuditRef,
      extensions: { cost: { ...PLAIN, filters: () => [{ slice: '' }] } },
      description:
        "The audit of its pairs, by the dataset's own pre model, post model and labeler. Those of others: Dataset.audit where `slice` is its name.",
      resolve: ({ datasetId, name }, _, context) => auditOf(datasetId, { where: { slice: name } }, context),
    }),
  }),
})
