import type { ComponentChildren } from 'preact'
import { Explained } from './explained.tsx'
import { Scrolling } from './scrolling.tsx'

type Columns = readonly [title: string, ...numbers: string[]]

/** The head of a table whose first column says what a row is about, and whose others are numbers. */
export const TableHead = ({ columns: [title, ...numbers] }: { columns: Columns }) => (
  <thead>
    <tr>
      <th scope="col">
        <Explained title={title} />
      </th>
      {numbers.map((number) => (
        <th key={number} scope="col" class="number">
          <Explained title={number} />
        </th>
      ))}
    </tr>
  </thead>
)

type Table = { label: string; columns: Columns; children: ComponentChildren }

export const NumberTable = ({ label, columns, children }: Table) => (
  <Scrolling label={label}>
    <table>
      <TableHead columns={columns} />
      <tbody>{children}</tbody>
    </table>
  </Scrolling>
)
