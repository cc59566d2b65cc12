import { useEffect, useRef, useState } from 'preact/hooks'
import type { PairFilter } from '../../generated/documents.ts'
import { ErrorBox } from '../../parts/error-box.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { conditionsOf, setConditions } from '../../slice/conditions.ts'
import { usePage } from '../../state/page-context.ts'
import type { FigureSpec } from './fitted.ts'
import { useDark } from './use-dark.ts'

/** A Vega-Lite figure. Vega is large: it is loaded with the first figure. */
export const VegaFigure = ({ spec }: { spec: FigureSpec }) => {
  const { place, go } = usePage()
  const container = useRef<HTMLDivElement>(null)
  const [error, setError] = useState<string | null>(null)
  const isDark = useDark()
  const onSlice = useRef((_: PairFilter) => {})
  onSlice.current = (filter) => go({ where: setConditions(place.where, conditionsOf(filter)) })
  const key = JSON.stringify([spec, isDark])
  useEffect(() => {
    let isStale = false
    const drawn = import('./draw.ts').then(({ draw }) =>
      isStale
        ? null
        : draw(container.current!, spec, { isDark, onSlice: (filter) => onSlice.current(filter) }),
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
    <figure class="figure">
      {spec.title && (
        <figcaption>
          <h3>{spec.title.text}</h3>
          {spec.title.subtitle?.map((line, at) => (
            <small key={at}>{line}</small>
          ))}
        </figcaption>
      )}
      {error && <ErrorBox message={error} />}
      <Scrolling label="Figure">
        <div class="drawing" ref={container} />
      </Scrolling>
    </figure>
  )
}
