const PATH = /^[a-z]+:\/\/[^/?#\\]*([^?]*)/i

/**
 * The path of a request as its client wrote it. To resolve `/tables/../graphql` or to decode `/graph%71l` would make two
 * addresses of one, and leave it open which of them somebody was let into.
 */
export const pathOf = ({ url }: Request): string => PATH.exec(url)?.[1] ?? ''
