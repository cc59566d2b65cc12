import type { TokenScope } from '../../../src/domain/token-scope.ts'

/** Every mutation, something that it can be asked again and again, and what it needs. */
export const MUTATIONS: Record<string, readonly [string, TokenScope]> = {
  createDataset: ['createDataset(input: { name: "made" }) { dataset { name } }', 'WRITE'],
  describeDataset: [
    'describeDataset(input: { dataset: "seal-small", description: "The fixture." }) { dataset { name } }',
    'WRITE',
  ],
  setDefaults: [
    'setDefaults(input: { dataset: "seal-small", pre: "pre-model" }) { dataset { name } }',
    'WRITE',
  ],
  saveSlice: ['saveSlice(input: { dataset: "seal-small", name: "all", where: {} }) { pairs }', 'WRITE'],
  removeSlice: [
    'removeSlice(input: { dataset: "seal-small", name: "nothing" }) { dataset { name } }',
    'WRITE',
  ],
  saveObjectives: [
    'saveObjectives(input: { dataset: "seal-small", objectives: [{ name: "o", metric: ALIGNMENT, atLeast: 0.1 }] }) { verdicts { outcome } }',
    'WRITE',
  ],
  removeObjectives: [
    'removeObjectives(input: { dataset: "seal-small", names: ["nothing"] }) { dataset { name } }',
    'WRITE',
  ],
  deleteModel: [
    'deleteModel(input: { dataset: "seal-small", name: "nothing", confirm: "nothing" }) { isComplete }',
    'ADMIN',
  ],
  deleteLabeler: [
    'deleteLabeler(input: { dataset: "seal-small", name: "nothing", confirm: "nothing" }) { isComplete }',
    'ADMIN',
  ],
  deleteRewriter: [
    'deleteRewriter(input: { dataset: "seal-small", name: "nothing", confirm: "nothing" }) { isComplete }',
    'ADMIN',
  ],
  deleteDataset: ['deleteDataset(input: { name: "nothing", confirm: "nothing" }) { isComplete }', 'ADMIN'],
}
