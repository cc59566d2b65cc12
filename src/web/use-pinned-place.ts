import { useEffect } from 'preact/hooks'
import { useQuery } from './client/use-query.ts'
import { subject } from './generated/documents.ts'
import { hrefOf, type Place } from './state/place.ts'

type Pinned = Place & { dataset: string }

/**
 * A place that names the models and the labeler that it shows, also where they are the dataset's own: a link that is copied
 * means the same after a later import. Null until they are known.
 */
export const usePinnedPlace = (
  place: Pinned,
  refreshes: number,
  replace: (href: string) => void,
): Pinned | null => {
  const { data, error } = useQuery(subject, { dataset: place.dataset }, refreshes)
  const own = data?.dataset?.name === place.dataset ? data.dataset.audit : null
  const pinned: Pinned | null = own
    ? {
        ...place,
        pre: place.pre ?? own.pre?.name ?? null,
        post: place.post ?? own.post?.name ?? null,
        labeler: place.labeler ?? own.labeler?.name ?? null,
      }
    : null
  const href = pinned && hrefOf(pinned)
  useEffect(() => {
    if (href !== null && href !== location.search) replace(href)
  }, [href])
  return pinned ?? (error ? place : null)
}
