const PATH = /^[a-z]+:\/\/[^/?#\\]*([^?]*)/i

/**
 * The path of a request as its client wrote it: with `/tables/../graphql` resolved, or `/graph%71l` decoded, a route would
 * have several addresses, and access to one be checked by another.
 */
export const pathOf = ({ url }: Request): string => PATH.exec(url)?.[1] ?? ''
