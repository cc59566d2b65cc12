import type { Counts } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import { RunKindEnum, RunStateEnum } from './enums.ts'

const CountsType = builder.objectRef<Counts>('RunCounts').implement({
  description: 'Rows of the input by what became of them; `changed` counts rows of the database.',
  fields: (t) => ({
    read: t.exposeInt('read', { description: 'Rows that were read.' }),
    rejected: t.exposeInt('rejected', {
      description: 'Rows that could not be used; they are listed in data/rejects.',
    }),
    duplicates: t.exposeInt('duplicates', { description: 'Rows that came twice.' }),
    conflicts: t.exposeInt('conflicts', {
      description: 'Rows that contradict what is stored; what is stored stays.',
    }),
    changed: t.exposeInt('changed', {
      description: 'Rows of the database that were added or are others now.',
    }),
  }),
})

export const RunType = builder.prismaNode('Run', {
  description: 'What one ingest, scoring, labeling or rewriting did.',
  id: { field: 'id' },
  nullable: true,
  fields: (t) => ({
    kind: t.expose('kind', { description: 'What it did.', type: RunKindEnum }),
    state: t.expose('state', { description: 'How far it came.', type: RunStateEnum }),
    file: t.exposeString('file', { description: 'What it read, or which backend it asked.' }),
    counts: t.field({
      description: 'What became of its input.',
      type: CountsType,
      select: { counts: true },
      resolve: ({ counts }) => counts as unknown as Counts,
    }),
    error: t.exposeString('error', { description: 'Why it failed; null where it did not.', nullable: true }),
    startedAt: t.expose('startedAt', { description: 'When it began.', type: 'DateTime' }),
    finishedAt: t.expose('finishedAt', {
      description: 'When it ended; null while it goes on.',
      type: 'DateTime',
      nullable: true,
    }),
  }),
})
