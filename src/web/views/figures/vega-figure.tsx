import { useEffect, useRef, useState } from 'preact/hooks'
import type { PairFilter } from '../../generated/documents.ts'
import { ErrorBox } from '../../parts/error-box.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { conditionsOf, setConditions } from '../../slice/conditions.ts'
import { usePage } from '../../state/page-context.ts'

/** A Vega-Lite figure. Vega is large: it is loaded with the first figure. */
export const VegaFigure = ({ spec }: { spec: unknown }) => {
  const { place, go } = usePage()
  const container = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<string | null>(null)
  const onSlice = useRef((_: PairFilter) => {})
  onSlice.current = (filter) => go({ where: setConditions(place.where, conditionsOf(filter)) })
  const key = JSON.stringify(spec)
  useEffect(() => {
    let isStale = false
    const drawn = import('./draw.ts').then(({ draw }) =>
      isStale ? null : draw(container.current!, spec, (filter) => onSlice.current(filter)),
    )
    drawn.then(
      () => setError(null),
      ({ message }: Error) => setError(`The figure can't be drawn: ${message}`),
    )
    return () => {
      isStale = true
      drawn.then((view) => view?.finalize()).catch(() => {})
    }
  }, [key])
  return (
    <>
      {error && <ErrorBox message={error} />}
      <Scrolling label="Figure">
        <div class="figure" ref={container} />
      </Scrolling>
    </>
  )
}
