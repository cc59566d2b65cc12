import type { ComponentChildren } from 'preact'
import { usePage } from '../state/page-context.ts'
import { missingOf, type Need } from './missing-commands.ts'

/** What the dataset lacks, and the commands that bring it; nothing where it lacks nothing. */
export const Missing = ({ needs, children }: { needs: readonly Need[]; children?: ComponentChildren }) => {
  const { place } = usePage()
  if (needs.length === 0 && !children) return null
  return (
    <div class="lacking">
      {children}
      {missingOf(needs, place.dataset).map(({ what, commands }) => (
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

/** Why there is nothing to see: no pair is in the slice. */
export const NoPairs = () => {
  const { href } = usePage()
  return (
    <p>
      No pair is in this slice. <a href={href({ where: null })}>Show the whole dataset</a>
    </p>
  )
}
