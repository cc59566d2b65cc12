import type { ComponentChildren } from 'preact'

export const Problem = ({ what, way }: { what: string; way?: ComponentChildren }) => (
  <div class="problem" role="alert">
    <p>{what}</p>
    {way}
  </div>
)
