import { useState } from 'preact/hooks'
import { fetchAnswer } from '../client/request.ts'
import { hint } from '../format/hint.ts'
import { shellWord } from '../format/shell-word.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { ErrorBox } from '../parts/error-box.tsx'
import { conditionsOf } from '../slice/conditions.ts'
import { usePage } from '../state/page-context.ts'
import { fieldsOf } from './use-condition.ts'

/** Keeps a slice that has no name yet under one: from here, where that is allowed, or by a command. */
export const SaveSlice = () => {
  const { place, go } = usePage()
  const [name, setName] = useState('')
  const [error, setError] = useState<string | null>(null)
  const { dataset, where } = place
  const conditions = conditionsOf(where)
  if (where === null || (conditions.length === 1 && conditions[0]!.slice != null)) return null
  const command = hint`npm run dataset -- slice save ${shellWord(name || 'NAME')} --dataset ${shellWord(dataset)} --where ${shellWord(JSON.stringify(where))}`
  const submit = async (event: SubmitEvent) => {
    const { description } = fieldsOf(event)
    const address = `/slices/${encodeURIComponent(dataset)}/${encodeURIComponent(name)}`
    const headers = { 'content-type': 'application/json' }
    try {
      await fetchAnswer(address, { method: 'PUT', headers, body: JSON.stringify({ where, description }) })
      setError(null)
      go({ where: { slice: name } })
    } catch (error) {
      setError((error as Error).message)
    }
  }
  return (
    <form onSubmit={submit}>
      <label>
        Save this slice as
        <input
          name="slice"
          required
          maxLength={200}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Description
        <input name="description" maxLength={1000} />
      </label>
      <button type="submit">Save</button>
      <p class="about command">
        Or by a command: <code>{command}</code> <CopyButton text={command} />
      </p>
      {error && <ErrorBox message={error} />}
    </form>
  )
}
