import { Unavailable } from '../domain/errors.ts'
import type { Deletion } from '../store/deletion-target.ts'
import { describeDataset } from '../store/description.ts'
import { removeObjectives, type SavedObjective, saveObjectives } from '../store/objectives.ts'
import type { Store } from '../store/store.ts'
import { type Defaults, setDefaults } from '../store/write/defaults.ts'
import { createDataset, type NewDataset } from './create-dataset.ts'
import { type Deleting, deleteFrom } from './delete.ts'

/** What a change works with. */
export type Changing = Deleting

/** What a server's clients can change. */
export const CHANGES = {
  createDataset: (store: Store, dataset: NewDataset) => createDataset(store, dataset),
  describeDataset: ({ connection }: Store, to: { datasetId: number; description: string | null }) =>
    describeDataset(connection, to.datasetId, to.description),
  setDefaults: ({ connection }: Store, to: { datasetId: number; defaults: Defaults }) =>
    setDefaults(connection, to.datasetId, to.defaults),
  saveObjectives: ({ connection }: Store, to: { datasetId: number; objectives: SavedObjective[] }) =>
    saveObjectives(connection, to.datasetId, to.objectives),
  removeObjectives: ({ connection }: Store, to: { datasetId: number; names: string[] }) =>
    removeObjectives(connection, to.datasetId, to.names),
  deleteFrom: async (changing: Changing, deletion: Deletion) => {
    await deleteFrom(changing, deletion, () => undefined)
    if (changing.signal.aborted)
      throw new Unavailable('the deletion was stopped before its end; ask for it again')
  },
}

export type ChangeName = keyof typeof CHANGES
type Given<Name extends ChangeName> = Parameters<(typeof CHANGES)[Name]>[1]
type Made<Name extends ChangeName> = Awaited<ReturnType<(typeof CHANGES)[Name]>>

/** What makes them. */
export type Changes = {
  /** @throws as the change itself; Unavailable where it can't be made now */
  make<Name extends Exclude<ChangeName, 'deleteFrom'>>(name: Name, given: Given<Name>): Promise<Made<Name>>
  /**
   * Whether all of it is gone: what takes long goes on when it is no longer waited for, and is waited for again by who asks again.
   *
   * @throws as `deleteFrom` does
   */
  delete(deletion: Deletion): Promise<boolean>
}
