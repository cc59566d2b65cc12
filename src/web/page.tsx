import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Audited } from './audited.tsx'
import { onRejection } from './client/token.ts'
import { useQuery } from './client/use-query.ts'
import { useRevisions } from './client/use-revisions.ts'
import { hint } from './format/hint.ts'
import { datasets } from './generated/documents.ts'
import { ErrorBox } from './parts/error-box.tsx'
import { SignIn } from './sign-in.tsx'
import type { Dataset } from './state/page-context.ts'
import { type Place, parsePlace } from './state/place.ts'
import { useAddress } from './state/use-address.ts'

const NoDataset = () => (
  <main>
    <h1>No dataset yet</h1>
    <p>
      Bring your own with <code>{hint`npm run ingest -- pairs --dataset NAME FILE`}</code>, or start the
      server with <code>{hint`npm start`}</code> on an empty database for a demo.
    </p>
  </main>
)

const readPlace = (search: string): Place | string => {
  try {
    return parsePlace(search)
  } catch (error) {
    return `This address can't be read: ${(error as Error).message}`
  }
}

export const Page = () => {
  const { search, go, replace } = useAddress()
  const [refreshes, setRefreshes] = useState(0)
  const [session, setSession] = useState(0)
  const [rejection, setRejection] = useState<string | null>(null)
  useEffect(() => onRejection(setRejection), [])
  const { data, error } = useQuery(datasets, {}, refreshes)
  const place = useMemo(() => readPlace(search), [search])
  // The server may be away for a moment: until it is back, the datasets are those of its last answer.
  const last = useRef<Dataset[] | null>(null)
  last.current = data?.datasets ?? last.current
  const all = last.current
  const name = typeof place === 'string' ? null : (place.dataset ?? all?.[0]?.name)
  const dataset = all?.find((one) => one.name === name)
  const refresh = () => setRefreshes((times) => times + 1)
  useRevisions(dataset?.name, session, refresh)
  const startSession = () => {
    setRejection(null)
    setSession((before) => before + 1)
    refresh()
  }
  if (rejection !== null) return <SignIn reason={rejection} onToken={startSession} />
  if (!all) return error ? <ErrorBox message={error} /> : <p class="waiting">Loading…</p>
  if (all.length === 0) return <NoDataset />
  if (typeof place === 'string')
    return (
      <ErrorBox message={place}>
        <a href="?">Begin anew</a>
      </ErrorBox>
    )
  if (!dataset)
    return (
      <ErrorBox message={`There is no dataset “${name}”.`}>
        <a href="?">Show another</a>
      </ErrorBox>
    )
  return <Audited {...{ place, dataset, refreshes, error, go, replace }} datasets={all} />
}
