import { usePage } from '../../state/page-context.ts'

/** The audit's models and labeler, as far as there are any, and how many pairs the slice and the dataset have. */
type Available = {
  pre: object | null
  post: object | null
  labeler: object | null
  pairs: number | undefined
  datasetPairs: number | undefined
}

/** What is missing, and the commands that import it. */
type Missing = { what: string; commands: string[] }

const rewardsCommand = (dataset: string, stage: string) =>
  `npm run ingest -- rewards --dataset ${dataset} --model NAME --stage ${stage} FILE.csv`

const missingModels = (dataset: string, { pre, post }: Available): Missing[] => {
  const [preCommand, postCommand] = [rewardsCommand(dataset, 'PRE'), rewardsCommand(dataset, 'POST')]
  if (!pre && !post) return [{ what: 'There are no rewards.', commands: [preCommand, postCommand] }]
  const without = (when: string) =>
    `There is no model ${when} training: nothing is known of what training changed.`
  if (!pre) return [{ what: without('before'), commands: [preCommand] }]
  return post ? [] : [{ what: without('after'), commands: [postCommand] }]
}

const missingIn = (dataset: string, available: Available): Missing[] => {
  if (available.datasetPairs === 0)
    return [
      { what: 'The dataset has no pairs.', commands: [`npm run ingest -- pairs --dataset ${dataset} FILE`] },
    ]
  const models = missingModels(dataset, available)
  const labels = {
    what: 'There are no labels: nothing is known of labeled features, topics and the labeler’s preference.',
    commands: [
      `npm run ingest -- labels --dataset ${dataset} --labeler NAME FILE.csv`,
      'npm run label -- --help',
    ],
  }
  return available.labeler ? models : [...models, labels]
}

/** A name as a shell takes it. */
const quoteName = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`)

/** What the dataset lacks, and how to import it: once, for all parts of the page that are empty without it. */
export const MissingData = (available: Available) => {
  const { place, href } = usePage()
  const missing = missingIn(quoteName(place.dataset), available)
  const isEmpty = available.pairs === 0 && available.datasetPairs !== 0
  if (missing.length === 0 && !isEmpty) return null
  return (
    <div class="lacking">
      {isEmpty && (
        <p>
          No pair is in this slice. <a href={href({ where: null })}>Show the whole dataset</a>
        </p>
      )}
      {missing.map(({ what, commands }) => (
        <p key={what}>
          {what}
          {commands.map((command) => (
            <code key={command}>{command}</code>
          ))}
        </p>
      ))}
    </div>
  )
}
