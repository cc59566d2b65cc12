import { useQuery } from '../../client/use-query.ts'
import { sizeOf } from '../../format/counts.ts'
import { coverage } from '../../generated/documents.ts'
import { Missing, NoPairs } from '../../parts/missing.tsx'
import { unmet } from '../../parts/missing-commands.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'

/** What the dataset lacks, and how to bring it: once, for all parts of the view that are empty without it. */
export const MissingData = () => {
  const { place, refreshes } = usePage()
  const { data } = useQuery(coverage, auditVariables(place), refreshes)
  if (!data?.dataset) return null
  const { whole, audit } = data.dataset
  const [size, wholeSize] = [sizeOf(audit.coverage), sizeOf(whole.coverage)]
  return (
    <Missing needs={wholeSize === 0 ? ['PAIRS'] : unmet(['PRE', 'POST'], place)}>
      {size === 0 && wholeSize !== 0 && <NoPairs />}
    </Missing>
  )
}
