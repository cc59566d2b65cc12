import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { GUIDE, PAGES, textOf } from '../pages.ts'

/** A page without its blocks, in which brackets mean something else. */
const proseOf = (page: string) => textOf(page).replace(/^```[\s\S]*?^```$/gm, '')

/** What GitHub makes of a page's headings. */
const anchorsOf = (page: string) =>
  [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** The links of a page to others of this repository. */
const linksOf = (page: string) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^https?:/.test(target))

const broken = (page: string) =>
  linksOf(page).filter((target) => {
    const [file, anchor] = target.split('#')
    const other = file ? path.join(path.dirname(page), file) : page
    return !existsSync(other) || (anchor !== undefined && !anchorsOf(other).includes(anchor))
  })

describe.each(PAGES)('%s', (page) => {
  it('links to what there is', () => {
    expect(broken(page)).toEqual([])
  })

  it('names files that there are', () => {
    const named = [...proseOf(page).matchAll(/`((?:src|scripts|test|prisma)\/[\w./-]+)`/g)].map(
      ([, file]) => file,
    )
    const beside = (file: string) => existsSync(file) || existsSync(path.join(path.dirname(page), file))
    expect(named.filter((file) => !beside(file))).toEqual([])
  })
})

it('README leads to every page of the guide', () => {
  const led = linksOf('README.md').map((target) => target.split('#')[0])
  expect(GUIDE.slice(1).filter((page) => !led.includes(page))).toEqual([])
})

it('src/README.md has a word on every room', () => {
  const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const cells = [...textOf('src/README.md').matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names]) =>
    names.split(', '),
  )
  expect(cells.map((name) => name.slice(1, -1)).sort()).toEqual(rooms.map(({ name }) => name).sort())
})
