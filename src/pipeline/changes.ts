import { describeDataset } from '../store/description.ts'
import type { Store } from '../store/store.ts'
import { createDataset, type NewDataset } from './create-dataset.ts'

/** What a server's clients can change, each in a moment. */
export const CHANGES = {
  createDataset: (store: Store, dataset: NewDataset) => createDataset(store, dataset),
  describeDataset: ({ connection }: Store, to: { datasetId: number; description: string | null }) =>
    describeDataset(connection, to.datasetId, to.description),
}

export type ChangeName = keyof typeof CHANGES
export type Given<Name extends ChangeName> = Parameters<(typeof CHANGES)[Name]>[1]
export type Made<Name extends ChangeName> = Awaited<ReturnType<(typeof CHANGES)[Name]>>

/** What makes them. */
export type Changes = {
  /** @throws as the change itself; Unavailable where it can't be made now */
  make<Name extends ChangeName>(name: Name, given: Given<Name>): Promise<Made<Name>>
}
