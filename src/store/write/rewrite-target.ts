import type { BitField } from '../../domain/label-bits.ts'

export type RewriteTarget = {
  datasetId: number
  variantId: number
  /** The variant's own name. */
  rewriter: string
  /** Whether any of its similarities was computed here. */
  similaritiesComputed: boolean
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
export type RewriteStage = (typeof STAGES)[number][0]
