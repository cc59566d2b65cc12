import { type FigureName, figure } from './generated/documents.ts'
import type { DatasetChoice } from './page.tsx'
import { auditVariables, useHere } from './place.ts'
import { Section } from './section.tsx'
import { stageOf } from './stage-of.ts'
import { Tabs } from './tabs.tsx'
import { useAnswer } from './use-answer.ts'
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
export const Figures = ({ of }: { of: DatasetChoice }) => {
  const { place, heard, href } = useHere()
  const variables = { ...auditVariables(place), figure: place.figure, stage: stageOf(of, place) }
  const answered = useAnswer(figure, variables, heard)
  return (
    <Section
      title="Figures"
      about="The paper’s figures, of this slice. Click a bar of the shifts or of the topics to see its pairs alone."
      document={figure}
      variables={variables}
      answered={answered}
      controls={
        <Tabs
          label="Figures"
          titles={TITLES}
          now={place.figure}
          href={(name) => href({ figure: name as FigureName })}
        />
      }
    >
      {({ audit }) => (audit.figure ? <VegaFigure spec={audit.figure} /> : null)}
    </Section>
  )
}
