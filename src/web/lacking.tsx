import { useHere } from './place.ts'

/** Whose rewards and labels there are, and how many pairs. */
type Had = {
  pre: object | null
  post: object | null
  labeler: object | null
  pairs: number | undefined
  datasetPairs: number | undefined
}

type Thing = { what: string; commands: string[] }

const rewards = (dataset: string, stage: string) =>
  `npm run ingest -- rewards --dataset ${dataset} --model NAME --stage ${stage} FILE.csv`

const thingsIn = (dataset: string, { pre, post, labeler, datasetPairs }: Had): Thing[] => {
  if (datasetPairs === 0)
    return [
      { what: 'The dataset has no pairs.', commands: [`npm run ingest -- pairs --dataset ${dataset} FILE`] },
    ]
  const models =
    pre || post
      ? [
          {
            has: pre,
            stage: 'PRE',
            what: 'There is no model before training: nothing is known of what training changed.',
          },
          {
            has: post,
            stage: 'POST',
            what: 'There is no model after training: nothing is known of what training changed.',
          },
        ]
          .filter(({ has }) => !has)
          .map(({ stage, what }) => ({ what, commands: [rewards(dataset, stage)] }))
      : [{ what: 'There are no rewards.', commands: [rewards(dataset, 'PRE'), rewards(dataset, 'POST')] }]
  const labels = {
    what: 'There are no labels: nothing is known of features, topics and the labeler’s preference.',
    commands: [
      `npm run ingest -- labels --dataset ${dataset} --labeler NAME FILE.csv`,
      'npm run label -- --help',
    ],
  }
  return labeler ? models : [...models, labels]
}

const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`)

/** What the dataset lacks, and how to bring it: once, for all parts of the page that are empty for it. */
export const Lacking = (had: Had) => {
  const { place, href } = useHere()
  const things = thingsIn(quoted(place.dataset), had)
  const isEmpty = had.pairs === 0 && had.datasetPairs !== 0
  if (things.length === 0 && !isEmpty) return null
  return (
    <div class="lacking">
      {isEmpty && (
        <p>
          No pair is in this slice. <a href={href({ where: null })}>Show the whole dataset</a>
        </p>
      )}
      {things.map(({ what, commands }) => (
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
