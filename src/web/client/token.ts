const KEY = 'seal-token'
const REJECTED = 'seal-token-rejected'

/** The header with this tab's token, if one was typed into it. The browser forgets it with the tab. */
export const authorization = (): Record<string, string> => {
  const token = sessionStorage.getItem(KEY)
  return token ? { authorization: `Bearer ${token}` } : {}
}

export const saveToken = (token: string): void => sessionStorage.setItem(KEY, token)

/** The server wants a token, or another one, for this reason. */
export const reportRejection = (reason: string): void => {
  window.dispatchEvent(new CustomEvent(REJECTED, { detail: reason }))
}

/** Calls back whenever the server wants a token, until the returned function is called. */
export const onRejection = (callBack: (reason: string) => void): (() => void) => {
  const listener = (event: Event) => callBack((event as CustomEvent<string>).detail)
  window.addEventListener(REJECTED, listener)
  return () => window.removeEventListener(REJECTED, listener)
}
