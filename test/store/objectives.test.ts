import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { ensureDataset, findDataset } from '../../src/store/catalog.ts'
import { removeObjectives, savedObjectives, saveObjectives } from '../../src/store/objectives.ts'
import { databases, openFresh } from '../databases.ts'

describe.each(databases())('objectives kept on $name', (database) => {
  it('stay in their places, as revisions of their dataset', async () => {
    const store = await openFresh(database)
    const { prisma, connection } = store
    const { id } = await ensureDataset(store, 'a', { fallback: SEAL_TAXONOMY })
    const { id: other } = await ensureDataset(store, 'b', { fallback: SEAL_TAXONOMY })
    const saved = (name: string, atLeast: number) => ({
      name,
      objective: { name, metric: 'ALIGNMENT', where: { not: { subset: ['x'] } }, atLeast },
      baseline: { estimate: 0.1 + 0.2, standardError: null, revision: 3 },
    })
    const [first, second, third] = [saved('z', 0.5), saved('a', 0.6), { ...saved('m', 0.7), baseline: null }]
    await saveObjectives(connection, other, [first])
    await saveObjectives(connection, id, [first, second])
    await saveObjectives(connection, id, [third, { ...first, baseline: null }])
    expect(await savedObjectives(prisma, id)).toEqual([{ ...first, baseline: null }, second, third])
    expect(await removeObjectives(connection, id, ['x', 'a', 'y'])).toEqual(['x', 'y'])
    expect(await savedObjectives(prisma, id)).toHaveLength(3)
    expect(await removeObjectives(connection, id, ['a'])).toEqual([])
    expect(await removeObjectives(connection, id, ['a'])).toEqual(['a'])
    expect((await savedObjectives(prisma, id)).map(({ name }) => name)).toEqual(['z', 'm'])
    expect((await findDataset(prisma, 'a')).revision).toBe(3)
    expect(await savedObjectives(prisma, other)).toEqual([first])
    await prisma.dataset.delete({ where: { id } })
    expect(await connection.query('SELECT name FROM objective')).toEqual([['z']])
  })
})
