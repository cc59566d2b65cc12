import type { FeatureScope, MeasureScope } from '../generated/documents.ts'

export type Scope = FeatureScope | MeasureScope

export const SIDE_SCOPES: readonly FeatureScope[] = ['CHOSEN', 'REJECTED']
export const FEATURE_SCOPES: readonly FeatureScope[] = [...SIDE_SCOPES, 'EITHER', 'BOTH']
export const MEASURE_SCOPES: readonly MeasureScope[] = ['CHOSEN', 'REJECTED', 'DIFFERENCE']
