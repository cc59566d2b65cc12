type Tabbed = { label: string; titles: Record<string, string>; now: string; href(name: string): string }

/** Links to what else a part of the page can show. */
export const Tabs = ({ label, titles, now, href }: Tabbed) => (
  <nav class="tabs" aria-label={label}>
    {Object.entries(titles).map(([name, title]) => (
      <a key={name} href={href(name)} aria-current={name === now ? 'page' : undefined}>
        {title}
      </a>
    ))}
  </nav>
)
