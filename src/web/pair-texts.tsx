import { type EntryTextsFragment, texts } from './generated/documents.ts'
import { useHere } from './place.ts'
import { Problem } from './problem.tsx'
import { useAnswer } from './use-answer.ts'
import { type Piece, wordDiff } from './word-diff.ts'

type Label = NonNullable<EntryTextsFragment['label']>

/** The features that the labeler saw in one entry and not, or otherwise, in the other. */
const differing = (label: Label, other: Label): string[] =>
  label.features.flatMap(({ value, feature }) => {
    const there = other.features.find((one) => one.feature.name === feature.name)
    if (!there || there.value === value || value === 0) return []
    return [value < 0 ? `negative ${feature.title}` : feature.title]
  })

const Labels = ({ label, other }: { label: Label | null; other: Label | null }) => {
  if (!label || !other) return null
  const features = differing(label, other)
  return (
    <p class="about">
      {features.length > 0 ? `Here only: ${features.join(', ')}` : 'No feature that the other lacks'}
    </p>
  )
}

const Side = ({
  title,
  pieces,
  of,
  other,
}: { title: string; pieces: Piece[] } & Record<'of' | 'other', EntryTextsFragment>) => (
  <div>
    <h4>{title}</h4>
    <Labels label={of.label} other={other.label} />
    <p class="conversation" dir="auto">
      {pieces.map(({ text, own }, at) => (own ? <mark key={at}>{text}</mark> : text))}
    </p>
  </div>
)

/** Both texts of a pair side by side: what they share once, and where they differ word by word. */
export const PairTexts = ({ rowId }: { rowId: number }) => {
  const { place, heard } = useHere()
  const { answer, problem } = useAnswer(
    texts,
    { dataset: place.dataset, labeler: place.labeler, rowId },
    heard,
  )
  if (!answer?.dataset?.pair) {
    return problem ? <Problem what={problem} /> : <p class="waiting">Loading…</p>
  }
  const { prompt, chosen, rejected } = answer.dataset.pair
  const pieces = wordDiff(chosen.text.slice(prompt.length), rejected.text.slice(prompt.length))
  return (
    <div class="texts">
      {problem && <Problem what={problem} />}
      {prompt.trim() && (
        <p class="conversation prompt" dir="auto">
          {prompt.trim()}
        </p>
      )}
      <div class="sides">
        <Side title="The human chose" pieces={pieces.chosen} of={chosen} other={rejected} />
        <Side title="The human rejected" pieces={pieces.rejected} of={rejected} other={chosen} />
      </div>
    </div>
  )
}
