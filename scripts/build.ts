/** Prisma's clients, the page, the server and the commands as they run, unless they are current. */
import './prisma-clients.ts'
import { buildPage } from './build-page.ts'
import { buildServer } from './build-server.ts'

await Promise.all([buildPage(), buildServer()])
