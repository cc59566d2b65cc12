import type { TokenScope } from '../../../src/domain/token-scope.ts'

/** Every mutation, something that it can be asked again and again, and what it needs. */
export const MUTATIONS: Record<string, readonly [string, TokenScope]> = {
  createDataset: ['createDataset(input: { name: "made" }) { dataset { name } }', 'WRITE'],
  describeDataset: [
    'describeDataset(input: { dataset: "seal-small", description: "The fixture." }) { dataset { name } }',
    'WRITE',
  ],
}
