import type { BitField } from '../../domain/label-bits.ts'

export type RewriteTarget = {
  datasetId: number
  variantId: number
  preModelId: number
  postModelId: number
  labelerId: number
  fields: readonly BitField[]
  /** The taxonomy's names, for messages. */
  features: readonly string[]
}

/** The models whose rewards a rewrites file has, by their name in a RewriteRecord and in a RewriteTarget. */
export const STAGES = [
  ['pre', 'preModelId'],
  ['post', 'postModelId'],
] as const
