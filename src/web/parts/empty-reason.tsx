import { WithCommands } from './with-commands.tsx'

/** Why a part of the page is empty, and what to do about it: once, in place of everything in it. */
export const EmptyReason = ({ reason }: { reason: string }) => (
  <p class="missing">
    <WithCommands text={reason} />
  </p>
)
