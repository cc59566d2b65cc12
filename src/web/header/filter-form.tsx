import { useEffect, useState } from 'preact/hooks'
import { parseFilter } from '../slice/parse-filter.ts'
import { usePage } from '../state/page-context.ts'

/** The whole slice as JSON. */
export const FilterForm = () => {
  const { place, go } = usePage()
  const json = JSON.stringify(place.where ?? {}, null, 2)
  const [text, setText] = useState(json)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => setText(json), [json])
  return (
    <form
      class="json"
      onSubmit={(event) => {
        event.preventDefault()
        try {
          go({ where: parseFilter(text || '{}') })
          setError(null)
        } catch (error) {
          setError(`This is not a filter: ${(error as Error).message}`)
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
      {error && <p role="alert">{error}</p>}
    </form>
  )
}
