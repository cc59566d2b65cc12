import type { ComponentChildren } from 'preact'
import { CHOICES_TITLE, Choices } from '../../choices/choices.tsx'
import { FeatureSetTabs, featureSetOf } from '../../choices/feature-set-tabs.tsx'
import { optionsOf } from '../../choices/feature-sets.ts'
import { figureFiles, type ServerFile, tableFile } from '../../client/files.ts'
import { sharedReason } from '../../format/reasons.ts'
import { titlesOf } from '../../format/titles.ts'
import type { FigureName } from '../../generated/documents.ts'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { Missing } from '../../parts/missing.tsx'
import { unmet } from '../../parts/missing-commands.ts'
import { Section } from '../../parts/section.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import {
  REGRESSIONS,
  type RegressionData,
  type RegressionName,
  type RegressionVariables,
} from './regressions.ts'
import { REWARD_UNITS, RewardScaleTabs } from './reward-scales.tsx'
import { TermTable } from './term-table.tsx'

const TITLES = { choices: CHOICES_TITLE, ...titlesOf(REGRESSIONS) }

const isRegression = (name: string): name is RegressionName => Object.hasOwn(REGRESSIONS, name)

/** Its table, of both models where it is about one, and its figure. */
const filesOf = (figure: FigureName, variables: RegressionVariables): ServerFile[] => {
  const tables =
    figure === 'IMPRINTS'
      ? [
          ...(variables.post
            ? [tableFile(figure, { ...variables, stage: 'POST' }, 'CSV after training')]
            : []),
          ...(variables.pre
            ? [tableFile(figure, { ...variables, stage: 'PRE' }, 'CSV before training')]
            : []),
        ]
      : [tableFile(figure, variables)]
  return [...tables, ...figureFiles(figure, variables)]
}

type Shown = { name: RegressionName; controls: ComponentChildren }

/** What a regression says of each feature. */
const Regression = ({ name, controls }: Shown) => {
  const { place, dataset } = usePage()
  const { title, about, unit: ownUnit, heading, document, figure, needs } = REGRESSIONS[name]
  const hasScales = name === 'imprints'
  const unit = hasScales ? REWARD_UNITS[place.scale] : ownUnit
  const isUnscored = place.pre === null && place.post === null
  const lacking = isUnscored ? (['PRE', 'POST'] as const) : unmet(needs, place)
  const options = optionsOf(dataset, featureSetOf(dataset, place))
  const variables = {
    ...auditVariables(place),
    options: hasScales ? { ...options, scale: place.scale } : options,
  }
  return (
    <Section<RegressionData, RegressionVariables>
      title={title}
      about={about}
      document={document}
      variables={variables}
      files={filesOf(figure, variables)}
      controls={
        <>
          {controls}
          <FeatureSetTabs />
          {hasScales && <RewardScaleTabs />}
        </>
      }
    >
      {({ audit: { before: pre, after, rewriting } }, error) => {
        const regression = after ?? rewriting?.after
        if (lacking.length > 0) return <Missing needs={lacking} />
        if (!regression) return !error && <Missing needs={['REWRITES']} />
        const reason = sharedReason(regression.terms)
        if (!reason)
          return (
            <>
              <TermTable before={pre} regression={regression} unit={unit} heading={heading} />
              <Missing needs={unmet(['LABELS'], place)} />
            </>
          )
        return (
          <>
            <EmptyReason reason={reason} />
            {pre && !sharedReason(pre.terms) && (
              <TermTable before={null} regression={pre} unit={`${unit} before training`} heading={heading} />
            )}
          </>
        )
      }}
    </Section>
  )
}

/** What is known of each feature: choices, and the paper's Figures 3 and 5. */
export const Terms = () => {
  const { place, href } = usePage()
  const name = isRegression(place.regression) ? place.regression : 'choices'
  const controls = (
    <Tabs label="Questions" titles={TITLES} current={name} href={(regression) => href({ regression })} />
  )
  return name === 'choices' ? <Choices controls={controls} /> : <Regression name={name} controls={controls} />
}
