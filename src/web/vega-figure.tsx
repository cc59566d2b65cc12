import { useEffect, useRef, useState } from 'preact/hooks'
import type { PairFilter } from './generated/documents.ts'
import { useHere } from './place.ts'
import { Problem } from './problem.tsx'
import { Scrolling } from './scrolling.tsx'
import { conditionsOf, within } from './slice.ts'

/** A Vega-Lite figure. Vega is large: it is loaded with the first figure. */
export const VegaFigure = ({ spec }: { spec: unknown }) => {
  const { place, go } = useHere()
  const box = useRef<HTMLDivElement>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const narrow = useRef((_: PairFilter) => {})
  narrow.current = (filter) => go({ where: within(place.where, conditionsOf(filter)) })
  const key = JSON.stringify(spec)
  useEffect(() => {
    let left = false
    const drawn = import('./draw.ts').then(({ draw }) =>
      left ? null : draw(box.current!, spec, (filter) => narrow.current(filter)),
    )
    drawn.then(
      () => setProblem(null),
      (error: Error) => setProblem(`The figure can't be drawn: ${error.message}`),
    )
    return () => {
      left = true
      drawn.then((view) => view?.finalize()).catch(() => {})
    }
  }, [key])
  return (
    <>
      {problem && <Problem what={problem} />}
      <Scrolling label="Figure">
        <div class="figure" ref={box} />
      </Scrolling>
    </>
  )
}
