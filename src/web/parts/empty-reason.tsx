/** Commands in the server's messages, which are set off. */
const COMMAND = /(npm run \w+(?: --(?: (?!or\b)[\w-]+)*)?)/

/** Why a part of the page is empty, and what to do about it: once, in place of everything in it. */
export const EmptyReason = ({ reason }: { reason: string }) => (
  <p class="missing">
    {reason.split(COMMAND).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}
  </p>
)
