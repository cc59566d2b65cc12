import { FeatureSetTabs, featureSetOf } from '../../choices/feature-set-tabs.tsx'
import { optionsOf } from '../../choices/feature-sets.ts'
import { figureFiles } from '../../client/files.ts'
import { stepsFigure as document, type FigureName } from '../../generated/documents.ts'
import { FIGURE_TITLES, FIGURE_UNITS } from '../../generated/figures.ts'
import { DependsOn } from '../../parts/depends-on.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { usePage } from '../../state/page-context.ts'
import { emptyReasonOf, type FigureSpec } from '../figures/fitted.ts'
import { VegaFigure } from '../figures/vega-figure.tsx'
import { DrawnFeatures, featuresIn } from './drawn-features.tsx'

const TITLES = Object.fromEntries(
  Object.entries(FIGURE_TITLES).filter(([name]) => name.endsWith('_OVER_STEPS')),
)

/** Those with a panel for each feature. */
const OF_FEATURES: readonly FigureName[] = ['IMPRINTS_OVER_STEPS', 'CHOICES_OVER_STEPS']

/** How numbers went over the steps of a training run, as figures. */
export const StepsFigure = ({ models }: { models: readonly string[] }) => {
  const { place, dataset, href } = usePage()
  const { against, where, labeler, steps: figure } = place
  const set = featureSetOf(dataset, place)
  const features = OF_FEATURES.includes(figure) ? featuresIn(dataset, set) : []
  const drawn = features.map(({ name }) => name).filter((name) => place.drawn.includes(name))
  const variables = {
    ...{ dataset: place.dataset, labeler, where, models: [...models], against },
    features: drawn.length > 0 ? drawn : null,
    options: features.length > 0 ? optionsOf(dataset, set) : null,
  }
  return (
    <Section
      title="Step by step"
      about={
        <>
          The same checkpoints as a figure, with 95 % intervals as bands.
          <DependsOn units={FIGURE_UNITS[figure]} />
        </>
      }
      document={document}
      variables={{ ...variables, figure }}
      files={figureFiles(figure, variables)}
      controls={
        <>
          <Tabs
            label="Figures over steps"
            titles={TITLES}
            current={figure}
            href={(steps) => href({ steps: steps as FigureName })}
          />
          {features.length > 0 && (
            <>
              <FeatureSetTabs />
              <DrawnFeatures features={features} />
            </>
          )}
        </>
      }
    >
      {({ audit }) => {
        const spec = audit.figure as FigureSpec | null
        if (!spec) return null
        const reason = emptyReasonOf(spec)
        return reason === null ? <VegaFigure spec={spec} /> : <EmptyReason reason={reason} />
      }}
    </Section>
  )
}
