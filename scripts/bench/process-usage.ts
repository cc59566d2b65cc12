import { readFileSync } from 'node:fs'

/** Of a process that is gone, and where the system doesn't tell: 0. */
const megabytes = (pid: number | undefined, field: string): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

/** Resident memory of a process, and the most that it has had so far, in MB. Linux only. */
export const memoryOf = (pid: number) => megabytes(pid, 'VmRSS')
export const peakOf = (pid: number | undefined) => megabytes(pid, 'VmHWM')

/** Seconds that a process has computed for, in all its threads: what a busy machine does not change. */
export const computedBy = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
