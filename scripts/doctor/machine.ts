import { availableParallelism, totalmem } from 'node:os'
import { hint } from '../../src/domain/hint.ts'
import type { Config } from '../../src/server/config.ts'
import { type Finding, messageOf, sizeText } from './finding.ts'

const MIB = 2 ** 20

/** Node, the memory beside what the server may keep in it, and the runtime of ONNX models. */
export async function* checkMachine({ frameMemory = 0 }: Config): AsyncGenerator<Finding> {
  // A container's limit, where there is one.
  const limit = process.constrainedMemory()
  const memory = limit > 0 && limit < totalmem() ? limit : totalmem()
  const found = `Node ${process.versions.node}, ${availableParallelism()} cores, ${sizeText(memory)} of memory`
  if (frameMemory * MIB > memory / 2)
    yield {
      state: 'note',
      what: 'machine',
      found,
      todo: `SEAL_FRAME_MEMORY=${frameMemory} is more than half of the memory: set it lower, or SEAL_ENGINE=sql`,
    }
  else yield { state: 'ok', what: 'machine', found }
  try {
    const { listSupportedBackends } = await import('onnxruntime-node')
    const backends = listSupportedBackends().map(({ name }) => name)
    yield { state: 'ok', what: 'onnx', found: `ONNX Runtime can be loaded; it knows ${backends.join(', ')}` }
  } catch (error) {
    yield {
      state: 'note',
      what: 'onnx',
      found: `ONNX Runtime can't be loaded: ${messageOf(error)}`,
      todo: hint`npm run score and embed need it for --backend onnx: it wants glibc on Linux; run \`npm ci\` again`,
    }
  }
}
