/** Commands in what the server says, which stand out. */
const COMMAND = /(npm run \w+(?: --(?: (?!or\b)[\w-]+)*)?)/

/** Why there is nothing to see, with what to do: once, in place of all that is empty for it. */
export const Missing = ({ why }: { why: string }) => (
  <p class="missing">
    {why.split(COMMAND).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}
  </p>
)

/** The same where the way out stands elsewhere on the page. */
export const withoutAdvice = (why: string): string =>
  why
    .split('; ')
    .map((part) => part.split(': ')[0])
    .join('; ')

/** The reason of all of them, where it is one and the same; else null. */
export const sharedReason = (
  of: readonly ({ reason: string | null } | null)[] | null | undefined,
): string | null => {
  const [first] = of ?? []
  return first && of!.every((one) => one?.reason === first.reason) ? first.reason : null
}
