/** A reason without its advice, where the advice is elsewhere on the page. */
export const withoutAdvice = (reason: string): string =>
  reason
    .split('; ')
    .map((part) => part.split(': ')[0])
    .join('; ')

/** The reason of all results, where it is one and the same; else null. */
export const sharedReason = (
  results: readonly ({ reason: string | null } | null)[] | null | undefined,
): string | null => {
  const [first] = results ?? []
  return first && results!.every((one) => one?.reason === first.reason) ? first.reason : null
}
