/** Nothing that comes from outside this process can be a key of it. */
const MARK = Symbol('of the server')

/** The context of requests that the server makes of itself. */
export const OF_THE_SERVER: object = { [MARK]: true }

export const isOfTheServer = (serverContext: object): boolean => MARK in serverContext
