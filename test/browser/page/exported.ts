import { readFileSync } from 'node:fs'
import { page } from './opened.ts'

/** Chooses from a section's menu. */
export const exported = async (section: string, item: string) => {
  const menu = page.locator('details.menu', { has: page.getByLabel(`Export “${section}`) })
  await menu.locator('summary').click()
  await menu.getByRole('button', { name: item, exact: true }).click()
}

/** The file that comes of it. */
export const saved = async (section: string, item: string) => {
  const [file] = await Promise.all([page.waitForEvent('download'), exported(section, item)])
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) }
}
