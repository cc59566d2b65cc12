import { bitFields } from '../../domain/label-bits.ts'
import { SIDES } from '../../domain/side.ts'
import type { Stage } from '../../domain/stage.ts'
import type { Taxonomy } from '../../domain/taxonomy.ts'
import { isLabeled } from '../../frame/feature-values.ts'
import {
  type BySide,
  type Frame,
  type LabelColumns,
  positionOf,
  type RewrittenColumns,
} from '../../frame/frame.ts'
import { measuresOf } from '../dataset-measures.ts'
import { loadNamedSlices } from '../named-slices.ts'
import type { Connection } from '../sql/connection.ts'
import { inRows } from '../sql/in-rows.ts'
import { loadEntries } from './load-entries.ts'
import { loadAttributes, loadPairs, type Only } from './load-pairs.ts'
import { float64Column, int32Column } from './shared-columns.ts'

type Names = [id: number, name: string][]

const dictionary = (names: readonly string[]) => new Map(names.map((name, code) => [name, code]))

const countRewards = (rewards: BySide<Float64Array> | null) =>
  SIDES.reduce(
    (count, side) =>
      count + (rewards?.[side].reduce((n, score) => n + (Number.isNaN(score) ? 0 : 1), 0) ?? 0),
    0,
  )

const countLabels = (labels: BySide<LabelColumns> | null) =>
  SIDES.reduce((count, side) => {
    const columns = labels?.[side]
    return (
      count + (columns ? columns.known[0].reduce((n, _, row) => n + (isLabeled(columns, row) ? 1 : 0), 0) : 0)
    )
  }, 0)

/**
 * Reads one revision of a dataset, or some pairs of it, into shared memory, in one reading transaction. libsql blocks while it
 * reads: call this in a worker. Null: there is no such dataset.
 */
export const loadFrame = (
  connection: Connection,
  datasetId: number,
  only: Only = null,
): Promise<Frame | null> =>
  connection.transaction('read', async () => {
    const [dataset] = (await connection.query(
      `SELECT revision, coalesce(data_revision, 0), taxonomy, measures, pre_model_id, post_model_id, labeler_id
       FROM dataset WHERE id = ?1`,
      [datasetId],
    )) as [number, number, string | Taxonomy, unknown, number | null, number | null, number | null][]
    if (!dataset) return null
    const [revision, dataRevision, json, stored, preModelId, postModelId, labelerId] = dataset
    const taxonomy: Taxonomy = typeof json === 'string' ? JSON.parse(json) : json
    const named = async (table: string, name: string) =>
      (await connection.query(`SELECT id, ${name} FROM ${table} WHERE dataset_id = ?1 ORDER BY id`, [
        datasetId,
      ])) as Names
    const labelers = await named('labeler', 'name')
    const variants = await named('variant', 'rewriter')
    const models = (await connection.query(
      'SELECT id, name, stage, series, step FROM reward_model WHERE dataset_id = ?1 ORDER BY id',
      [datasetId],
    )) as [number, string, Stage | null, string | null, number | null][]
    const modelIds = models.map(([id]) => id)
    const labelerIds = labelers.map(([id]) => id)
    const measures = measuresOf(stored)
    const meaning = {
      measures: measures.length,
      bitFields: bitFields(taxonomy.features),
      topics: dictionary(taxonomy.topics),
      discriminations: dictionary(taxonomy.discriminations),
    }

    const pairs = await loadPairs(connection, datasetId, only)
    const { rowIds } = pairs
    const source = { connection, datasetId, variantId: 0, rowIds, few: only !== null }
    const original = await loadEntries(source, modelIds, labelerIds, meaning)

    const rewritten: RewrittenColumns[] = []
    for (const [variantId, rewriter] of variants) {
      if (rewriter === null) continue
      const rows = (await connection.query(
        `SELECT row_id, chosen_similarity, rejected_similarity FROM rewrite
         WHERE dataset_id = ?1 AND variant_id = ?2 ${only ? `AND ${inRows(connection, 3)}` : ''} ORDER BY row_id`,
        only ? [datasetId, variantId, only] : [datasetId, variantId],
      )) as [number, number | null, number | null][]
      const positions = int32Column(rows.length)
      const rewrittenIds = new Int32Array(rows.length)
      const similarity = { CHOSEN: float64Column(rows.length), REJECTED: float64Column(rows.length) }
      rows.forEach(([rowId, chosen, rejected], row) => {
        rewrittenIds[row] = rowId
        positions[row] = positionOf(rowIds, rowId)
        if (chosen !== null) similarity.CHOSEN[row] = chosen
        if (rejected !== null) similarity.REJECTED[row] = rejected
      })
      const entries = await loadEntries(
        { ...source, variantId, rowIds: rewrittenIds },
        modelIds,
        labelerIds,
        meaning,
      )
      rewritten.push({ ...entries, variantId, rewriter, positions, similarity })
    }

    const variantColumns = [original, ...rewritten]
    const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
    const rewardCount = (model: number) =>
      sum(variantColumns.map(({ rewards }) => countRewards(rewards[model])))
    const labelCount = (labeler: number) =>
      sum(variantColumns.map(({ labels }) => countLabels(labels[labeler])))
    return {
      datasetId,
      revision,
      dataRevision,
      slices: await loadNamedSlices(connection, datasetId),
      taxonomy,
      measures,
      models: models.map(([id, name, stage, series, step], index) => ({
        id,
        name,
        stage,
        series,
        step,
        rewardCount: rewardCount(index),
      })),
      labelers: labelers.map(([id, name], index) => ({ id, name, labelCount: labelCount(index) })),
      defaults: {
        pre: modelIds.indexOf(preModelId ?? -1),
        post: modelIds.indexOf(postModelId ?? -1),
        labeler: labelerIds.indexOf(labelerId ?? -1),
      },
      ...pairs,
      attributes: await loadAttributes(connection, datasetId, rowIds, only),
      topics: [...meaning.topics.keys()],
      discriminations: [...meaning.discriminations.keys()],
      original,
      rewritten,
    }
  })
