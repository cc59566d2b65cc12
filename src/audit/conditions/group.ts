import type { FilterCondition } from './filter-condition.ts'
import { listed } from './names.ts'

export const group: FilterCondition<readonly string[]> = {
  input: {
    type: 'String',
    list: true,
    description:
      'It is of one of these prompts, as `Pair.group` names them; a name that no prompt has selects nothing.',
  },
  condition: (prompts) => ({ prompts }),
  words: (prompts) => `prompt ${listed(prompts)}`,
}
