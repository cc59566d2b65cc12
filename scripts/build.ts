/** `npm run build`: what the server would otherwise build at its first start, for images and read-only installations. */
import { buildPage } from './build-page.ts'

await buildPage()
