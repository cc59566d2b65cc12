import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A fenced block of a page, such as "```sh". */
export type Block = {
  page: string
  language: string
  /** What follows the language: in the pages, which test runs the block in place of `test/docs.test.ts`. */
  info: string
  code: string
}

const pagesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name))
    .sort()

/** What tells people how to use it. */
export const GUIDE = ['README.md', ...pagesIn('scripts/docs')]
/** Every page there is. */
export const PAGES = ['README.md', 'CONTRIBUTING.md', ...pagesIn('scripts'), ...pagesIn('src')]

export const textOf = (page: string): string => readFileSync(page, 'utf8')

export const blocksOf = (page: string): Block[] =>
  [...textOf(page).matchAll(/^```(\w+)(?: ([^\n]+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language, info = '', code]) => ({ page, language, info, code }),
  )
