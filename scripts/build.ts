/** `npm run build`: the page and the server as they run, unless they are current. */
import { buildPage } from './build-page.ts'
import { buildServer } from './build-server.ts'

await Promise.all([buildPage(), buildServer()])
