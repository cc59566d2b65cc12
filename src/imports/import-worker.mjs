// A process does not inherit how the one that starts it reads TypeScript.
import { register } from 'tsx/esm/api'

register()
await import('./import-process.ts')
