import type { Stage } from '../../domain/stage.ts'
import type { Taxonomy } from '../../domain/taxonomy.ts'
import type { Outline } from '../../frame/frame.ts'
import { measuresOf } from '../dataset-measures.ts'
import { loadNamedSlices } from '../named-slices.ts'
import type { Connection } from '../sql/connection.ts'
import { loadAttributeOutlines } from './load-pairs.ts'

type Counts = [id: number, name: string, count: number][]

/** What is known of a dataset's revision without its columns, in one reading transaction. Null: there is no such dataset. */
export const loadOutline = (connection: Connection, datasetId: number): Promise<Outline | null> =>
  connection.transaction('read', async () => {
    const query = (sql: string) => connection.query(sql, [datasetId])
    const [dataset] = (await query(
      `SELECT revision, coalesce(data_revision, 0), taxonomy, measures, pre_model_id, post_model_id, labeler_id,
              (SELECT count(*) FROM pair WHERE dataset_id = dataset.id),
              (SELECT count(DISTINCT group_key) FROM pair WHERE dataset_id = dataset.id),
              (SELECT count(*) FROM pair WHERE dataset_id = dataset.id AND tie)
       FROM dataset WHERE id = ?1`,
    )) as [
      number,
      number,
      string | Taxonomy,
      unknown,
      number | null,
      number | null,
      number | null,
      ...number[],
    ][]
    if (!dataset) return null
    const [revision, dataRevision, json, stored, preModelId, postModelId, labelerId, ...counts] = dataset
    const [pairCount, promptCount, tieCount] = counts
    /** Things of a dataset by id, each with how many rows of another table it has. */
    const counted = async (table: string, name: string, of: string) =>
      (await query(
        `SELECT id, ${name}, coalesce(n, 0) FROM ${table}
         LEFT JOIN (${of}) AS counted ON counted.owner = ${table}.id
         WHERE dataset_id = ?1 ORDER BY id`,
      )) as Counts
    const count = (table: string, owner: string, condition = '') =>
      `SELECT ${owner} AS owner, count(*) AS n FROM ${table} WHERE dataset_id = ?1 ${condition} GROUP BY ${owner}`
    const models = await counted('reward_model', 'name', count('reward', 'model_id'))
    const labelers = await counted('labeler', 'name', count('label', 'labeler_id', 'AND known <> 0'))
    const rewriters = await counted('variant', 'rewriter', count('rewrite', 'variant_id'))
    const standing = new Map(
      (
        (await query('SELECT id, stage, series, step FROM reward_model WHERE dataset_id = ?1')) as [
          number,
          Stage | null,
          string | null,
          number | null,
        ][]
      ).map(([id, stage, series, step]) => [id, { stage, series, step }]),
    )
    const indexIn = (counts: Counts, wanted: number | null) => counts.findIndex(([id]) => id === wanted)
    return {
      datasetId,
      revision,
      dataRevision,
      slices: await loadNamedSlices(connection, datasetId),
      taxonomy: typeof json === 'string' ? JSON.parse(json) : json,
      measures: measuresOf(stored),
      models: models.map(([id, name, rewardCount]) => ({
        id,
        name,
        ...(standing.get(id) ?? { stage: null, series: null, step: null }),
        rewardCount,
      })),
      labelers: labelers.map(([id, name, labelCount]) => ({ id, name, labelCount })),
      defaults: {
        pre: indexIn(models, preModelId),
        post: indexIn(models, postModelId),
        labeler: indexIn(labelers, labelerId),
      },
      pairCount,
      promptCount,
      tieCount,
      attributes: await loadAttributeOutlines(connection, datasetId),
      rewriters: rewriters.flatMap(([variantId, rewriter, rewriteCount]) =>
        rewriter === null ? [] : [{ variantId, rewriter, rewriteCount }],
      ),
    }
  })
