import type { Dataset } from '../../state/page-context.ts'
import type { Place } from '../../state/place.ts'

type Shown = Pick<Place, 'pre' | 'post'>

/** As YAML has it: any name is one in quotes. */
const quoted = (name: string): string => JSON.stringify(name)

/** A small file of objectives that a dataset can be judged by as it is, in YAML. */
export const exampleFile = (
  { name, features, labelers }: Pick<Dataset, 'name' | 'features' | 'labelers'>,
  { pre, post }: Shown,
): string => {
  const stage = post === null ? ['stage: PRE'] : []
  const measure = features.find(({ source, kind }) => source !== 'LABELER' && kind === 'NUMERIC')
  const label = features.find(({ source, inRegressions }) => source === 'LABELER' && inRegressions)
  const feature = measure ?? (labelers.length > 0 ? label : undefined)
  const objectives: string[][] = [
    ['name: sides with people', 'metric: ALIGNMENT', ...stage, 'atLeast: 0.6'],
    ...(pre !== null && post !== null
      ? [
          [
            'name: sides with people no less often than before training',
            'metric: ALIGNMENT',
            `noWorseThan: { post: ${quoted(pre)}, margin: 0.02 }`,
          ],
        ]
      : []),
    ...(feature
      ? [
          [
            `name: ${quoted(`${feature.title} earns little`)}`,
            'metric: IMPRINT',
            ...stage,
            `feature: ${quoted(feature.name)}`,
            `options: { features: [${quoted(feature.name)}], scale: STANDARDIZED }`,
            'within: { lower: -0.2, upper: 0.2 }',
          ],
          [
            `name: ${quoted(`no range of ${feature.title} is left behind`)}`,
            'metric: WORST_SLICE',
            ...stage,
            `by: [{ feature: ${quoted(feature.name)}, bins: 4 }]`,
            'atLeast: 0.5',
          ],
        ]
      : []),
  ]
  const lines = objectives.flatMap(([first, ...rest]) => [
    `  - ${first}`,
    ...rest.map((line) => `    ${line}`),
  ])
  return [`dataset: ${quoted(name)}`, 'objectives:', ...lines, ''].join('\n')
}
