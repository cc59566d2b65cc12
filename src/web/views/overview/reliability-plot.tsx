import type { ReliabilityFragment } from '../../generated/documents.ts'

type Bin = ReliabilityFragment['bins'][number]

/** In units of the drawing: confidence of 0.5 to 1 to the right, a rate of 0 to 1 upward. */
const [WIDTH, HEIGHT] = [200, 160]
const x = (confidence: number): number => WIDTH * (2 * confidence - 1)
const y = (rate: number): number => HEIGHT * (1 - rate)

const RATES = [0, 0.5, 1]

type Plotted = { bins: readonly Bin[]; series: 'before' | 'after' }

/** How often a model is right by its confidence, on the line where it is as right as it is confident; the numbers are in a table. */
export const ReliabilityPlot = ({ bins, series }: Plotted) => (
  <svg class={`reliability ${series}`} viewBox={`-42 -10 ${WIDTH + 60} ${HEIGHT + 52}`} aria-hidden="true">
    {RATES.map((rate) => (
      <g key={rate}>
        <line class="grid" x1={0} x2={WIDTH} y1={y(rate)} y2={y(rate)} />
        <text x={-6} y={y(rate) + 4} text-anchor="end">
          {100 * rate}%
        </text>
      </g>
    ))}
    {[0.5, 0.75, 1].map((confidence) => (
      <text key={confidence} x={x(confidence)} y={HEIGHT + 18} text-anchor="middle">
        {100 * confidence}%
      </text>
    ))}
    <text x={WIDTH / 2} y={HEIGHT + 36} text-anchor="middle">
      confidence
    </text>
    <line class="calibrated" x1={x(0.5)} y1={y(0.5)} x2={x(1)} y2={y(1)} />
    {bins.map(({ from, confidence, agreement: { rate, confidenceInterval: bounds } }) =>
      confidence === null || rate === null ? null : (
        <g key={from}>
          {bounds && (
            <line
              class="range"
              x1={x(confidence)}
              x2={x(confidence)}
              y1={y(bounds.lower)}
              y2={y(bounds.upper)}
            />
          )}
          <circle cx={x(confidence)} cy={y(rate)} r={3} />
        </g>
      ),
    )}
  </svg>
)
