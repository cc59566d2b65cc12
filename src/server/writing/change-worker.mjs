// A thread does not inherit how the process reads TypeScript.
import { register } from 'tsx/esm/api'

register()
export default (await import('./change-thread.ts')).perform
