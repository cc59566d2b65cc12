import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Metafile } from 'esbuild'

/** Where the package lies that a file is of; undefined: it is ours. */
const packageOf = (file: string): string | undefined => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]

/** The licences of all packages whose code is in a bundle, each text once: they ask to go where it goes. */
export const licencesOf = ({ inputs }: Metafile, root: string): string => {
  const packages = new Set(Object.keys(inputs).flatMap((file) => packageOf(file) ?? []))
  const byText = new Map<string, string[]>()
  for (const folder of [...packages].sort()) {
    const own = path.join(root, folder)
    const { name, version, license } = JSON.parse(readFileSync(path.join(own, 'package.json'), 'utf8'))
    const text = readdirSync(own)
      .filter((file) => /^(licen[cs]e|notice)/i.test(file))
      .map((file) => readFileSync(path.join(own, file), 'utf8').trim())
      .join('\n\n')
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}: ${license}`])
  }
  return [...byText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}`)
    .join(`\n\n${'-'.repeat(80)}\n\n`)
}
