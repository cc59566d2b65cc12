import type { ComponentChildren } from 'preact'
import { WithCommands } from './with-commands.tsx'

/** An error message, and below it a way out. */
export const ErrorBox = ({ message, children }: { message: string; children?: ComponentChildren }) => (
  <div class="problem" role="alert">
    <p>
      <WithCommands text={message} />
    </p>
    {children}
  </div>
)
