import { interval } from './format.ts'

type Bounds = { lower: number; upper: number }

/** The interval of the number above it, where there is one. */
export const Within = ({ bounds, format }: { bounds: Bounds | null; format(value: number): string }) =>
  bounds && <small>{interval(bounds, format)}</small>
