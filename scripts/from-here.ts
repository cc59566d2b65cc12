import path from 'node:path'

/** A path as it can be opened from where the command was run: npm runs it in the package's own folder. */
export const fromHere = (file: string): string => {
  const absolute = path.resolve(file)
  const relative = path.relative(process.env.INIT_CWD ?? '.', absolute)
  return relative.startsWith('..') ? absolute : relative
}
