const PROBES = /^\/(health|metrics)(\/|$)/

/** Whether machines ask it again and again, so that it is of no interest to log or trace. */
export const isProbe = (path: string): boolean => PROBES.test(path)
