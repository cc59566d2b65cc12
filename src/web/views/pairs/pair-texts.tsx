import { useQuery } from '../../client/use-query.ts'
import { type EntryTextsFragment, texts } from '../../generated/documents.ts'
import { ErrorBox } from '../../parts/error-box.tsx'
import { searchedTexts } from '../../slice/searched-texts.ts'
import { usePage } from '../../state/page-context.ts'
import { MarkedText } from './marked-text.tsx'
import { PairValues } from './pair-values.tsx'
import { Prompt, withoutSpeaker } from './prompt.tsx'
import { type Piece, wordDiff } from './word-diff.ts'

type Label = NonNullable<EntryTextsFragment['label']>

/** The features whose value, other than 0, is not that of the other entry. */
const differingFeatures = (label: Label, other: Label): string[] =>
  label.features.flatMap(({ value, feature }) => {
    const same = other.features.find((one) => one.feature.name === feature.name)
    if (!same || same.value === value || value === 0) return []
    return [value < 0 ? `negative ${feature.title}` : feature.title]
  })

const Labels = ({ label, other }: { label: Label | null; other: Label | null }) => {
  if (!label || !other) return null
  const features = differingFeatures(label, other)
  return (
    <p class="about">
      {features.length > 0 ? `Here only: ${features.join(', ')}` : 'No feature that the other lacks'}
    </p>
  )
}

type Sided = {
  title: string
  pieces: Piece[]
  searched: string[]
  entry: EntryTextsFragment
  other: EntryTextsFragment
}

const Side = ({ title, pieces, searched, entry, other }: Sided) => (
  <div>
    <h4>{title}</h4>
    <Labels label={entry.label} other={other.label} />
    <MarkedText pieces={pieces} searched={searched} />
  </div>
)

/** Both texts of a pair beside each other: what they share once, and where they differ word by word. */
export const PairTexts = ({ rowId }: { rowId: number }) => {
  const { place, refreshes } = usePage()
  const variables = { dataset: place.dataset, labeler: place.labeler, rowId }
  const { data, error } = useQuery(texts, variables, refreshes)
  if (!data?.dataset?.pair) {
    return error ? <ErrorBox message={error} /> : <p class="waiting">Loading…</p>
  }
  const { pair } = data.dataset
  const { prompt, tie, chosen, rejected } = pair
  const answerOf = ({ text }: EntryTextsFragment) => withoutSpeaker(text.slice(prompt.length))
  const diff = wordDiff(answerOf(chosen), answerOf(rejected))
  const searched = searchedTexts(place.where)
  return (
    <div class="texts">
      {error && <ErrorBox message={error} />}
      <Prompt text={prompt} searched={searched} />
      <p class="about">
        {diff.areUnlike
          ? 'These responses have few words in common: their differences are not marked.'
          : 'Underlined: words that the other response does not have.'}
      </p>
      <div class="sides">
        <Side
          title={tie ? 'One response' : 'People chose'}
          pieces={diff.chosen}
          searched={searched}
          entry={chosen}
          other={rejected}
        />
        <Side
          title={tie ? 'The other one' : 'People rejected'}
          pieces={diff.rejected}
          searched={searched}
          entry={rejected}
          other={chosen}
        />
      </div>
      <PairValues pair={pair} />
    </div>
  )
}
