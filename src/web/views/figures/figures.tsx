import { figureFiles } from '../../client/files.ts'
import { type FigureName, figure } from '../../generated/documents.ts'
import { FIGURE_TITLES, FIGURE_UNITS } from '../../generated/figures.ts'
import { DependsOn } from '../../parts/depends-on.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { emptyReasonOf, type FigureSpec } from './fitted.ts'
import { VegaFigure } from './vega-figure.tsx'

/** The figures, of the slice. */
export const Figures = () => {
  const page = usePage()
  const { place, href } = page
  const stage = defaultStage(page)
  return (
    <Section
      title="Figures"
      about={
        <>
          Figures of this slice. Click a bar of the shifts or of the topics to see its pairs alone.
          <DependsOn units={FIGURE_UNITS[place.figure]} />
        </>
      }
      document={figure}
      variables={{ ...auditVariables(place), figure: place.figure, stage }}
      files={figureFiles(place.figure, { ...auditVariables(place), stage })}
      controls={
        <Tabs
          label="Figures"
          titles={FIGURE_TITLES}
          current={place.figure}
          href={(name) => href({ figure: name as FigureName })}
        />
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
