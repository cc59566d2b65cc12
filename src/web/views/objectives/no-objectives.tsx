import { hint } from '../../format/hint.ts'
import { CopyButton } from '../../parts/copy-button.tsx'
import { usePage } from '../../state/page-context.ts'
import { exampleFile } from './example-file.ts'

const COMMANDS = {
  'Judge them once; the exit code says how they went:': hint`npm run objectives -- objectives.yaml`,
  'Keep them with the dataset: they are judged here, again after every change:': hint`npm run objectives -- objectives.yaml --save`,
}

/** How objectives are given: a file that works on this dataset, and the commands that take it. */
export const NoObjectives = () => {
  const { dataset, place } = usePage()
  const file = exampleFile(dataset, place)
  return (
    <div class="lacking">
      <p>
        Nothing is asked of this dataset’s numbers yet. Objectives are written into a file, such as this one,
        objectives.yaml, and its bounds are yours to set:
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{file}</pre>
      <CopyButton text={file} />
      {Object.entries(COMMANDS).map(([what, command]) => (
        <p key={command}>
          {what}
          <code>{command}</code>
        </p>
      ))}
    </div>
  )
}
