import type { Counts } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import { RunKindEnum, RunStateEnum } from './enums.ts'

const CountsType = builder.objectRef<Counts>('RunCounts').implement({
  description: 'Rows of the input by what became of them; `changed` counts rows of the database.',
  fields: (t) => ({
    read: t.exposeInt('read'),
    rejected: t.exposeInt('rejected'),
    duplicates: t.exposeInt('duplicates'),
    conflicts: t.exposeInt('conflicts'),
    changed: t.exposeInt('changed'),
  }),
})

export const RunType = builder.prismaNode('Run', {
  description: 'What one ingest, scoring, labeling or rewriting did.',
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    kind: t.expose('kind', { type: RunKindEnum }),
    state: t.expose('state', { type: RunStateEnum }),
    file: t.exposeString('file'),
    counts: t.field({
      type: CountsType,
      select: { counts: true },
      resolve: ({ counts }) => counts as unknown as Counts,
    }),
    error: t.exposeString('error', { nullable: true }),
    startedAt: t.expose('startedAt', { type: 'DateTime' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true }),
  }),
})
