import { useEffect, useRef } from 'preact/hooks'

type Tabbed = { label: string; titles: Record<string, string>; current: string; href(name: string): string }

/** Links to whatever a part of the page can show, by name. */
export const Tabs = ({ label, titles, current, href }: Tabbed) => {
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone they are in one line that scrolls.
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]')
    if (link) nav.current!.scrollLeft = link.offsetLeft - nav.current!.offsetLeft - 40
  }, [current])
  return (
    <nav class="tabs" aria-label={label} ref={nav}>
      {Object.entries(titles).map(([name, title]) => (
        <a key={name} href={href(name)} aria-current={name === current ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
