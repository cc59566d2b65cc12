import { figureFiles } from '../../client/files.ts'
import { counted } from '../../format/counts.ts'
import { count, estimate, interval, share } from '../../format/numbers.ts'
import { withoutAdvice } from '../../format/reasons.ts'
import { type CalibrationQuery, calibration as document } from '../../generated/documents.ts'
import { DependsOn } from '../../parts/depends-on.tsx'
import { EmptyReason } from '../../parts/empty-reason.tsx'
import { IntervalNote } from '../../parts/number-notes.tsx'
import { NumberTable } from '../../parts/number-table.tsx'
import { Section } from '../../parts/section.tsx'
import { usePage } from '../../state/page-context.ts'
import { auditVariables } from '../../state/place.ts'
import { ReliabilityPlot } from './reliability-plot.tsx'

type Audit = NonNullable<CalibrationQuery['dataset']>['audit']
type Bin = NonNullable<Audit['after']>['bins'][number]

const MODELS = [
  { series: 'before', title: 'before training', heading: 'Right before' },
  { series: 'after', title: 'after training', heading: 'Right after' },
] as const

const LOSSES = ['The model', 'Log loss', 'Brier score', 'Calibration error', 'Pairs'] as const

const whole = (value: number): string => `${Math.round(100 * value)}%`

const Rate = ({ bin: { pairs, confidence, agreement } }: { bin: Bin }) => (
  <td class="number">
    {share(agreement.rate)}
    <IntervalNote bounds={agreement.confidenceInterval} format={share} />
    <small>{pairs > 0 ? `${counted(pairs, 'pair')} at ${share(confidence)}` : 'no pair'}</small>
  </td>
)

/** What margins are worth as log-odds of people's choices. */
export const Calibration = () => {
  const variables = auditVariables(usePage().place)
  return (
    <Section
      title="Can its confidence be trusted?"
      about={
        <>
          A margin, read as log-odds, says how sure a model is that people choose the response with more
          reward: of pairs on which it is 80 % sure, it should be right on 80 %. Below the line it is too
          sure.
          <DependsOn units={['scale']} />
        </>
      }
      document={document}
      variables={variables}
      files={figureFiles('CALIBRATION', variables)}
    >
      {({ audit }) => {
        const reasons = MODELS.flatMap(({ series }) => audit[series]?.reason ?? [])
        const known = MODELS.flatMap((model) => {
          const calibration = audit[model.series]
          return calibration && calibration.logLoss !== null ? [{ ...model, calibration }] : []
        })
        if (known.length === 0)
          return <EmptyReason reason={[...new Set(reasons)].map(withoutAdvice).join('; ')} />
        return (
          <>
            <NumberTable label="Losses" columns={LOSSES}>
              {known.map(({ series, title, calibration }) => (
                <tr key={series}>
                  <th scope="row">{title}</th>
                  <td class="number">
                    {estimate(calibration.logLoss)}
                    <IntervalNote bounds={calibration.logLossInterval} format={estimate} />
                  </td>
                  <td class="number">{estimate(calibration.brier)}</td>
                  <td class="number">{share(calibration.expectedCalibrationError)}</td>
                  <td class="number">{count(calibration.pairs)}</td>
                </tr>
              ))}
            </NumberTable>
            <div class="planes">
              {known.map(({ series, title, calibration }) => (
                <figure key={series} class="plane">
                  <figcaption>How often it is right, {title}</figcaption>
                  <ReliabilityPlot bins={calibration.bins} series={series} />
                </figure>
              ))}
            </div>
            <details>
              <summary>In numbers</summary>
              <NumberTable
                label="Reliability"
                columns={['Confidence', ...known.map(({ heading }) => heading)]}
              >
                {known[0]!.calibration.bins.map(({ from, to }, at) => (
                  <tr key={from}>
                    <th scope="row">{interval({ lower: from, upper: to }, whole)}</th>
                    {known.map(({ series, calibration }) => (
                      <Rate key={series} bin={calibration.bins[at]!} />
                    ))}
                  </tr>
                ))}
              </NumberTable>
            </details>
          </>
        )
      }}
    </Section>
  )
}
