import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { InvalidInput } from '../domain/errors.ts'

/** A model as exporters lay it out: the graph, its tokenizer, and what their configurations say. */
export type ModelFiles = {
  model: string
  tokenizer: string
  /** The longest input that the model was made for; null when nothing says. */
  maxLength: number | null
  padToken: string | null
  padId: number | null
}

const NAMES = ['model.onnx', path.join('onnx', 'model.onnx')]

/** Of a configuration, a template or a vocabulary. */
const LARGEST_TEXT = 256 * 2 ** 20

/** Whether it is there; a link is what it leads to. @throws InvalidInput for what is no file, such as a device. */
const isThere = (file: string): boolean => {
  if (!existsSync(file)) return false
  if (!statSync(file).isFile()) throw new InvalidInput(`${file} is no file, nor a link to one`)
  return true
}

/** What a text file has; null when there is none. @throws InvalidInput for what is no file, or too large. */
export const readText = (file: string): string | null => {
  if (!isThere(file)) return null
  const { size } = statSync(file)
  if (size > LARGEST_TEXT)
    throw new InvalidInput(`${file} has ${size} bytes; no model needs more than ${LARGEST_TEXT} there`)
  return readFileSync(file, 'utf8')
}

/** What a JSON file has; nothing when there is none. @throws InvalidInput for one that is no JSON object. */
export const readJson = (file: string): Record<string, unknown> => {
  const text = readText(file)
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // What the parser says quotes the file, which may be another one than its name says.
  }
  throw new InvalidInput(`${file} is no JSON object`)
}

/** Exporters write 1e30 for "no limit". */
const length = (value: unknown) => (typeof value === 'number' && value > 0 && value < 1e7 ? value : null)

/** Positions of RoBERTa and its kin begin behind the padding's id. */
const positions = ({ max_position_embeddings: all, model_type: type }: Record<string, unknown>) => {
  const given = length(all)
  return given !== null && /roberta|camembert/.test(String(type)) ? given - 2 : given
}

/** @throws InvalidInput naming the file that is missing. */
export const findModelFiles = (directory: string, file?: string): ModelFiles => {
  if (!existsSync(directory) || !statSync(directory).isDirectory())
    throw new InvalidInput(`${directory} is no directory; a model is one, with model.onnx and tokenizer.json`)
  const candidates = (file ? [file] : NAMES).map((name) => path.join(directory, name))
  const model = candidates.find(isThere)
  if (!model) throw new InvalidInput(`${directory} has no ${file ?? NAMES.join(' and no ')}`)
  const tokenizer = path.join(directory, 'tokenizer.json')
  if (!isThere(tokenizer)) throw new InvalidInput(`${directory} has no tokenizer.json`)

  const config = readJson(path.join(directory, 'config.json'))
  const tokenizerConfig = readJson(path.join(directory, 'tokenizer_config.json'))
  const limits = [length(tokenizerConfig.model_max_length), positions(config)].filter(
    (limit) => limit !== null,
  )
  const pad = tokenizerConfig.pad_token as { content?: string } | string | null | undefined
  return {
    model,
    tokenizer,
    maxLength: limits.length > 0 ? Math.min(...limits) : null,
    padToken: typeof pad === 'string' ? pad : (pad?.content ?? null),
    padId: typeof config.pad_token_id === 'number' ? config.pad_token_id : null,
  }
}

/** Operations whose result depends on what else is in the batch: they scale a whole tensor by its range. */
const DYNAMIC = Buffer.from('DynamicQuantizeLinear')

/** SHA-256 of a model with its external data, and whether it is quantized as it runs. */
export const inspectModel = async (model: string): Promise<{ sha256: string; dynamic: boolean }> => {
  const [directory, name] = [path.dirname(model), path.basename(model)]
  const data = readdirSync(directory).filter(
    (other) => other !== name && other.startsWith(name) && isThere(path.join(directory, other)),
  )
  const hash = createHash('sha256')
  let dynamic = false
  for (const part of [name, ...data.sort()]) {
    let end = Buffer.alloc(0)
    for await (const chunk of createReadStream(path.join(directory, part), { highWaterMark: 2 ** 20 })) {
      hash.update(chunk)
      if (part === name) dynamic ||= Buffer.concat([end, chunk]).includes(DYNAMIC)
      end = chunk.subarray(-DYNAMIC.length)
    }
  }
  return { sha256: hash.digest('hex'), dynamic }
}

export const sha256Of = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')
