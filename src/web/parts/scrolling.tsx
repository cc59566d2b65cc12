import type { ComponentChildren } from 'preact'

/** Something wide, such as a table: on a phone it scrolls by itself, by keyboard too. */
export const Scrolling = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section class="scrolling" aria-label={label} tabIndex={0}>
    {children}
  </section>
)
