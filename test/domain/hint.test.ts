import { afterEach, expect, it, vi } from 'vitest'

const importHint = async (called?: string) => {
  vi.resetModules()
  vi.stubEnv('SEAL_CALLED', called)
  return (await import('../../src/domain/hint.ts')).hint
}
afterEach(() => vi.resetModules())

it('names commands as they are called: by npm in a clone, by seal where that is installed', async () => {
  const sayAll = (hint: Awaited<ReturnType<typeof importHint>>) => [
    hint`npm run ${'score'} -- --dataset ${'npm run x'} or npm run serve`,
    hint`by \`npm run ingest -- rewards\`; npm start is another way`,
    hint`npm run token --`,
  ]
  expect(sayAll(await importHint())).toEqual([
    'npm run score -- --dataset npm run x or npm run serve',
    'by `npm run ingest -- rewards`; npm start is another way',
    'npm run token --',
  ])
  expect(sayAll(await importHint('true'))).toEqual([
    'seal score --dataset npm run x or seal serve',
    'by `seal ingest rewards`; seal serve --demo is another way',
    'seal token',
  ])
})
