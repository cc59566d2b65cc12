import { usePage } from '../state/page-context.ts'
import { VIEWS, type View } from '../state/place.ts'

const TITLES: Record<View, string> = {
  overview: 'Overview',
  terms: 'Features',
  models: 'Models',
  objectives: 'Objectives',
  figures: 'Figures',
  pairs: 'Pairs',
}

export const ViewLinks = () => {
  const { place, href } = usePage()
  return (
    <nav aria-label="Views">
      {VIEWS.map((view) => (
        <a key={view} href={href({ view })} aria-current={view === place.view ? 'page' : undefined}>
          {TITLES[view]}
        </a>
      ))}
      <a class="aside" href="/graphql">
        GraphiQL
      </a>
    </nav>
  )
}
