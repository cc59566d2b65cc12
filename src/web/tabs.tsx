import { useEffect, useRef } from 'preact/hooks'

type Tabbed = { label: string; titles: Record<string, string>; now: string; href(name: string): string }

/** Links to what else a part of the page can show. */
export const Tabs = ({ label, titles, now, href }: Tabbed) => {
  const bar = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone they are in one line that scrolls.
    const current = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (current) bar.current!.scrollLeft = current.offsetLeft - bar.current!.offsetLeft - 40
  }, [now])
  return (
    <nav class="tabs" aria-label={label} ref={bar}>
      {Object.entries(titles).map(([name, title]) => (
        <a key={name} href={href(name)} aria-current={name === now ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
