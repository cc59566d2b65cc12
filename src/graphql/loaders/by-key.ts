import DataLoader from 'dataloader'

/** What a row of a dataset is known by within it. */
export type Key = { datasetId: number; id: number }

const keyOf = ({ datasetId, id }: Key) => `${datasetId}:${id}`

/** Rows of small tables (models, labelers, rewriters) by their key, all of one tick in one statement. */
export const byKey = <Row extends Key>(find: (datasetIds: number[]) => Promise<Row[]>) =>
  new DataLoader<Key, Row, string>(
    async (keys) => {
      const rows = await find([...new Set(keys.map(({ datasetId }) => datasetId))])
      const byName = new Map(rows.map((row) => [keyOf(row), row]))
      return keys.map((key) => byName.get(keyOf(key)) ?? new Error(`no row ${keyOf(key)}`))
    },
    { cacheKeyFn: keyOf },
  )
