#!/usr/bin/env node
/** The package's `bin`. */
import { run } from './run.mjs'

// For what it says, and what its threads and child processes say.
process.env.SEAL_CALLED = 'true'
process.setSourceMapsEnabled(true)
await run('seal')
