import { ensureBuilt } from '../scripts/run.mjs'

/** Tests start commands as compiled, as people do: once for all of them. */
export const setup = () => ensureBuilt()
