/** A share as a bar; the number stands beside it. */
export const Bar = ({ share, tone }: { share: number | null; tone?: string }) => (
  <span class={`bar ${tone ?? ''}`} aria-hidden="true">
    <span style={{ width: `${(share ?? 0) * 100}%` }} />
  </span>
)
