import { parentPort, workerData } from 'node:worker_threads'
import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node'
import { HEADS } from './heads.ts'
import type { Feed, Opened, Reply, Request, Setup } from './session-protocol.ts'

const port = parentPort!
const reply = (message: Reply) => port.postMessage(message)
const { file, providers, head: name } = workerData as Setup
const head = HEADS[name]

/** How to make an input of what the batch has. */
const INPUTS: Record<string, (feed: Feed) => BigInt64Array> = {
  input_ids: ({ ids }) => ids,
  attention_mask: ({ mask }) => mask,
  token_type_ids: ({ types }) => types,
  position_ids: ({ rows, length }) => {
    const places = new BigInt64Array(rows * length)
    for (let at = 0; at < places.length; at++) places[at] = BigInt(at % length)
    return places
  },
}

/** What of the model is used; throws what is wrong with one that can't be. */
const describe = (session: InferenceSession): Opened => {
  const strange = session.inputNames.filter((name) => !(name in INPUTS))
  if (strange.length > 0) throw new Error(`it wants inputs that no text has: ${strange.join(', ')}`)
  if (!session.inputNames.includes('input_ids')) throw new Error('it has no input input_ids')
  for (const input of session.inputMetadata) {
    const fixed = input.isTensor && input.shape.some((axis) => typeof axis === 'number' && axis > 0)
    if (fixed)
      throw new Error(`its ${input.name} has a fixed shape; export it with dynamic batch and sequence axes`)
  }
  const output = head.choose(session.outputMetadata)
  if (!output.isTensor || output.type !== 'float32')
    throw new Error(
      `its ${output.name} is ${output.isTensor ? output.type : 'no tensor'}; export it with float32 outputs`,
    )
  head.check(output)
  return { inputs: session.inputNames, output: output.name, outputType: output.type }
}

const open = async () => {
  // What is wrong comes back as an error; the library would print it too.
  env.logLevel = 'fatal'
  try {
    const session = await InferenceSession.create(file, {
      executionProviders: [...providers],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    })
    return { session, opened: describe(session) }
  } catch (error) {
    const here = listSupportedBackends().map(({ name, bundled }) =>
      bundled ? name : `${name} (with its libraries)`,
    )
    const others = providers.some((provider) => provider !== 'cpu')
    const which = others
      ? `with the execution providers ${providers.join(', ')} (known here: ${here.join(', ')})`
      : ''
    reply({ unusable: `${file} can't be used ${which}: ${(error as Error).message}`.replace(' :', ':') })
    return null
  }
}

const ready = await open()
if (ready) {
  const { session, opened } = ready
  const compute = async (feed: Feed): Promise<Float32Array> => {
    const shape = [feed.rows, feed.length]
    const feeds: Record<string, Tensor> = {}
    for (const name of opened.inputs) feeds[name] = new Tensor('int64', INPUTS[name](feed), shape)
    const { [opened.output]: values } = await session.run(feeds, [opened.output])
    return head.read(values, feed.rows)
  }
  port.on('message', async (request: Request) => {
    if ('close' in request) {
      await session.release()
      port.close()
      return
    }
    const { id, feed } = request
    try {
      reply({ id, numbers: await compute(feed) })
    } catch (error) {
      reply({ id, failure: (error as Error).message })
    }
  })
  reply({ opened })
}
