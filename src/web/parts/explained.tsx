import { useEffect, useId, useRef } from 'preact/hooks'
import { EXPLANATIONS } from '../format/explanations.ts'

/** Pixels between what explains and the edges of the window. */
const EDGE = 8

/** A name on the page that says in a sentence what it means, on hover, focus and tap; as it is where there is no such sentence. */
export const Explained = ({ title }: { title: string }) => {
  const button = useRef<HTMLButtonElement>(null)
  const tip = useRef<HTMLSpanElement>(null)
  const shown = useRef<AbortController | null>(null)
  const id = useId()
  useEffect(() => () => shown.current?.abort(), [])
  const sentence = EXPLANATIONS[title]
  if (sentence === undefined) return <>{title}</>
  const place = () => {
    const { left, top, bottom } = button.current!.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = tip.current!
    const fitsBelow = bottom + height < innerHeight
    Object.assign(tip.current!.style, {
      left: `${Math.max(EDGE, Math.min(left, document.documentElement.clientWidth - width - EDGE))}px`,
      top: `${fitsBelow ? bottom : top - height}px`,
    })
  }
  const show = () => {
    if (tip.current!.matches(':popover-open')) return
    tip.current!.showPopover()
    place()
    shown.current = new AbortController()
    addEventListener('scroll', place, { capture: true, signal: shown.current.signal })
  }
  const hide = () => {
    tip.current!.hidePopover()
    shown.current?.abort()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the pointer shows, the focus of the button shows
    <span class="explained" onMouseEnter={show} onMouseLeave={hide}>
      <button
        ref={button}
        type="button"
        aria-describedby={id}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={({ key }) => key === 'Escape' && hide()}
      >
        {title}
      </button>
      {/* In the top layer: what scrolls around it does not cut it off. */}
      <span ref={tip} id={id} role="tooltip" popover="manual">
        {sentence}
      </span>
    </span>
  )
}
