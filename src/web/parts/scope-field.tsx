import type { Scope } from '../slice/scopes.ts'

const SCOPES: Record<Scope, string> = {
  CHOSEN: 'the chosen response',
  REJECTED: 'the rejected response',
  EITHER: 'either response',
  BOTH: 'both responses',
  DIFFERENCE: 'chosen minus rejected',
}

/** `value` and `onScope` are left out where the form around it reads it. */
type Scoped<S> = { scopes: readonly S[]; value?: S; onScope?(scope: S): void }

/** On which entries something is. */
export const ScopeField = <S extends Scope>({ scopes, value, onScope }: Scoped<S>) => (
  <label>
    of
    <select name="scope" value={value} onChange={(event) => onScope?.(event.currentTarget.value as S)}>
      {scopes.map((scope) => (
        <option key={scope} value={scope}>
          {SCOPES[scope]}
        </option>
      ))}
    </select>
  </label>
)
