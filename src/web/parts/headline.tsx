import { Explained } from './explained.tsx'

type Headed = { name: string; value: string; note: string | null }

/** A number of a `dl` of those to look at first. */
export const Headline = ({ name, value, note }: Headed) => (
  <div>
    <dt>
      <Explained title={name} />
    </dt>
    <dd>
      <strong>{value}</strong>
      <small>{note}</small>
    </dd>
  </div>
)
