import type { Engine } from '../../engine/engine.ts'
import { spanned } from './spans.ts'

/** An engine whose answers, and whatever it reads of the database in its workers, are spans. */
export const tracedEngine = (engine: Engine): Engine => ({
  ...engine,
  frame: (datasetId, revision) =>
    spanned('load dataset', { 'seal.dataset.id': datasetId, 'seal.dataset.revision': revision }, () =>
      engine.frame(datasetId, revision),
    ),
  ask: (scope, question, args, asker) =>
    spanned(question, { 'seal.dataset.id': scope.loaded.outline.datasetId }, () =>
      engine.ask(scope, question, args, asker),
    ),
  rows: (loaded, rowIds) =>
    spanned('load rows', { 'seal.rows': rowIds.length }, () => engine.rows(loaded, rowIds)),
  texts: (datasetId, rowIds, asker) =>
    spanned('load texts', { 'seal.dataset.id': datasetId, 'seal.rows': rowIds.length }, () =>
      engine.texts(datasetId, rowIds, asker),
    ),
})
