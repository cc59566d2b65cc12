import type { FilterCondition } from './filter-condition.ts'
import { quoted } from './names.ts'

/** What it stands for is the dataset's: a filter gets its `definition` before anything is asked of it. */
export const slice: FilterCondition<string> = {
  input: {
    type: 'String',
    description: 'It is in this named slice (see Dataset.namedSlices). One that there is not is NOT_FOUND.',
  },
  condition: () => ({ all: [] }),
  words: (name) => `slice ${quoted(name)}`,
}
