import { SEAL_TAXONOMY } from '../../../src/domain/seal-taxonomy.ts'

export const PAGE_SIZE = 50

/** An entry with everything that a page shows of it. `pair` says how a schema calls the entries of a pair. */
const ENTRY = `side text
  rewards { model { name } score }
  labels { labeler { name } features { feature { name } value } topics }`

/** A page of pairs with their entries, rewards and labels, from a cursor on. */
export const pageOf = (entries: string) => `query Page($after: String) {
  dataset(name: "bench") { pairs(first: ${PAGE_SIZE}, after: $after) {
    edges { node { rowId prompt ${entries} } }
    pageInfo { hasNextPage endCursor }
  } }
}`

export const PAGE = pageOf(`chosen { ${ENTRY} } rejected { ${ENTRY} }`)
/** Where a pair's entries are the relation that they are in the database. */
export const PLAIN_PAGE = pageOf(`entries { ${ENTRY} }`)

const AUDIT = `audit(where: $where) {
  coverage { pairs complete } alignment { score resistance confidenceInterval { lower upper } }
  regimes { regime pairs prevalence rewardShift { mean median } }
  prevalence { feature { name } chosen rejected }
  imprints { terms { title estimate standardError adjustedPValue } }
}`
/** What a dashboard shows, of a slice. */
export const DASHBOARD = `query Dashboard($where: PairFilter) { dataset(name: "bench") { ${AUDIT} } }`

/** A regression of a slice. */
export const REGRESSION = `query Regression($where: PairFilter) {
  dataset(name: "bench") { audit(where: $where) { imprints { pairs terms { title status estimate standardError } } } }
}`

/** The slices that dashboards are of: each is computed once. */
export const SLICES = SEAL_TAXONOMY.features.flatMap(({ name }) =>
  (['CHOSEN', 'REJECTED'] as const).map((scope) => ({ feature: { name, scope } })),
)
