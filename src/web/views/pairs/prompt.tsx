import { Fragment } from 'preact'
import { MarkedText } from './marked-text.tsx'

/** Where a turn begins, and who speaks. */
const HEAD = /(?:^|\n\n)(System|Developer|Human|Assistant|Tool|Function):/

/** An answer without the name before it, which would decide its direction. */
export const withoutSpeaker = (answer: string): string => answer.replace(/^\s*Assistant:\s*/, '')

/** What both entries answer, turn by turn. */
export const Prompt = ({ text, searched }: { text: string; searched: readonly string[] }) => {
  const [opening = '', ...named] = text.trim().split(HEAD)
  const turns = Array.from({ length: named.length / 2 }, (_, at) => [named[2 * at], named[2 * at + 1]!])
  const spoken = [...(opening ? [['Prompt', opening] as const] : []), ...turns]
  return spoken.map(([speaker, said = ''], at) => (
    <Fragment key={at}>
      <p class="about">{speaker}</p>
      <MarkedText pieces={[{ text: said.trim(), differs: false }]} searched={searched} />
    </Fragment>
  ))
}
