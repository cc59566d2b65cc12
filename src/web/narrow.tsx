import { useEffect, useState } from 'preact/hooks'
import type { FeatureScope, PairFilter } from './generated/documents.ts'
import { parseFilter, useHere } from './place.ts'
import { within } from './slice.ts'
import type { Feature } from './slice-bar.tsx'

/** What a form's fields hold, trimmed; null where there is nothing. */
const fields = (event: SubmitEvent): Record<string, string | null> => {
  event.preventDefault()
  const data = new FormData(event.currentTarget as HTMLFormElement)
  return Object.fromEntries([...data].map(([name, value]) => [name, String(value).trim() || null]))
}

const bounds = ({ gte, lte }: Record<string, string | null>) => ({
  ...(gte ? { gte: Number(gte) } : {}),
  ...(lte ? { lte: Number(lte) } : {}),
})

const ByText = ({ add }: { add(condition: PairFilter): void }) => (
  <form
    onSubmit={(event) => {
      const { text } = fields(event)
      if (text) add({ text })
    }}
  >
    <label>
      Text contains
      <input name="text" type="search" required />
    </label>
    <button type="submit">Add</button>
  </form>
)

const ByFeature = ({ features, add }: { features: Feature[]; add(condition: PairFilter): void }) => {
  const [of, setOf] = useState(features[0]?.name)
  const ternary = (features.find(({ name }) => name === of) ?? features[0])?.kind === 'TERNARY'
  return (
    <form
      onSubmit={(event) => {
        const { name, scope, value } = fields(event)
        add({ feature: { name: name!, scope: scope as FeatureScope, values: [Number(value)] } })
      }}
    >
      <label>
        Feature
        <select name="name" onChange={(event) => setOf(event.currentTarget.value)}>
          {features.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        of
        <select name="scope">
          <option value="CHOSEN">the chosen entry</option>
          <option value="REJECTED">the rejected entry</option>
          <option value="EITHER">either entry</option>
          <option value="BOTH">both entries</option>
        </select>
      </label>
      <label>
        is
        <select name="value">
          <option value="1">1 (yes, positive)</option>
          <option value="0">0 (no, neutral)</option>
          {ternary && <option value="-1">−1 (negative)</option>}
        </select>
      </label>
      <button type="submit">Add</button>
    </form>
  )
}

const ByShift = ({ add }: { add(condition: PairFilter): void }) => {
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <form
      onSubmit={(event) => {
        const rewardShift: { gte?: number; lte?: number } = bounds(fields(event))
        const { gte = -180, lte = 180 } = rewardShift
        setProblem(gte > lte ? `No shift is at least ${gte}° and at most ${lte}°: swap them.` : null)
        if (Object.keys(rewardShift).length > 0 && gte <= lte) add({ rewardShift })
      }}
    >
      <label>
        Reward shift from
        <input name="gte" type="number" step="any" min="-180" max="180" />
      </label>
      <label>
        to (degrees)
        <input name="lte" type="number" step="any" min="-180" max="180" />
      </label>
      <button type="submit">Add</button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  )
}

const ByFilter = ({ where, set }: { where: PairFilter | null; set(where: PairFilter | null): void }) => {
  const json = JSON.stringify(where ?? {}, null, 2)
  const [text, setText] = useState(json)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => setText(json), [json])
  return (
    <form
      class="json"
      onSubmit={(event) => {
        event.preventDefault()
        try {
          set(parseFilter(text || '{}'))
          setProblem(null)
        } catch (error) {
          setProblem(`This is not a filter: ${(error as Error).message}`)
        }
      }}
    >
      <label>
        Or the whole slice as a PairFilter, in JSON
        <textarea
          rows={Math.min(12, text.split('\n').length + 1)}
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Apply</button>
      {problem && <p role="alert">{problem}</p>}
    </form>
  )
}

/** Slices by typing: simple conditions, or any PairFilter. */
export const Narrow = ({ features }: { features: Feature[] }) => {
  const { place, go } = useHere()
  const add = (condition: PairFilter) => go({ where: within(place.where, [condition]) })
  return (
    <details class="narrow">
      <summary>Narrow down by typing</summary>
      <ByText add={add} />
      <ByFeature features={features} add={add} />
      <ByShift add={add} />
      <ByFilter where={place.where} set={(where) => go({ where })} />
    </details>
  )
}
