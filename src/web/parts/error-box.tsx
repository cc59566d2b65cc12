import type { ComponentChildren } from 'preact'

/** An error message, and below it a way out. */
export const ErrorBox = ({ message, children }: { message: string; children?: ComponentChildren }) => (
  <div class="problem" role="alert">
    <p>{message}</p>
    {children}
  </div>
)
