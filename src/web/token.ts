const KEY = 'seal-token'
const REFUSED = 'seal-refused'

/** The header that lets this tab in, if somebody has typed a token into it. The browser forgets it with the tab. */
export const authorization = (): Record<string, string> => {
  const token = sessionStorage.getItem(KEY)
  return token ? { authorization: `Bearer ${token}` } : {}
}

export const keepToken = (token: string): void => sessionStorage.setItem(KEY, token)

/** The server wants a token, or another one, and says why. */
export const refuse = (why: string): void => {
  window.dispatchEvent(new CustomEvent(REFUSED, { detail: why }))
}

/** Calls back when the server wants a token, until it is told to stop. */
export const onRefusal = (callBack: (why: string) => void): (() => void) => {
  const listener = (event: Event) => callBack((event as CustomEvent<string>).detail)
  window.addEventListener(REFUSED, listener)
  return () => window.removeEventListener(REFUSED, listener)
}
