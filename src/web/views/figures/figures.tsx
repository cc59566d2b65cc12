import { type FigureName, figure } from '../../generated/documents.ts'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { defaultStage } from '../../state/default-stage.ts'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { VegaFigure } from './vega-figure.tsx'

const TITLES: Record<FigureName, string> = {
  REWARD_DISTRIBUTION: 'Rewards and shifts',
  SHIFTS_BY_REGIME: 'Shifts by regime',
  IMPRINTS: 'Imprints',
  SHIFT_IMPRINTS: 'Shift imprints',
  MISALIGNMENT: 'Misalignment',
  AGREEMENT: 'Agreement',
  MARGINS: 'Margins',
  PROBABILITIES: 'Probabilities',
  REWARD_HEATMAP: 'Rewards in the plane',
  REWARD_DIRECTIONS: 'Reward directions',
  PREVALENCE: 'Prevalence',
  TOPICS: 'Topics',
  LABELER_AGREEMENT: 'Labelers compared',
  ROBUSTNESS: 'Robustness',
  FLIPS: 'Flips',
  SIMILARITY_BY_SHIFT: 'Similarity by shift',
}

/** The paper's figures, of the slice. */
export const Figures = () => {
  const page = usePage()
  const { place, href } = page
  return (
    <Section
      title="Figures"
      about="The paper’s figures, of this slice. Click a bar of the shifts or of the topics to see its pairs alone."
      document={figure}
      variables={{ ...auditVariables(place), figure: place.figure, stage: defaultStage(page) }}
      controls={
        <Tabs
          label="Figures"
          titles={TITLES}
          current={place.figure}
          href={(name) => href({ figure: name as FigureName })}
        />
      }
    >
      {({ audit }) => (audit.figure ? <VegaFigure spec={audit.figure} /> : null)}
    </Section>
  )
}
