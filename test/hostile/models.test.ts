import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { externalTensor, node, onnxFile, tensor } from '../../scripts/synthetic/onnx-file.ts'
import { writeTinyModel } from '../../scripts/synthetic/tiny-model.ts'
import { openOnnxScorer } from '../../src/score/onnx.ts'
import { isCatastrophic } from '../../src/score/tokenizer.ts'

const CONVERSATION = '\n\nHuman: hi\n\nAssistant: hello'

/** A folder with a model in it, and one file beside it that is nobody's business. */
const folder = (options: Parameters<typeof writeTinyModel>[1] = {}) => {
  const home = mkdtempSync(path.join(tmpdir(), 'seal-hostile-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const secret = path.join(home, 'secret.bin')
  writeFileSync(secret, new Uint8Array(Float32Array.of(2).buffer))
  return { model: writeTinyModel(path.join(home, 'model'), options), secret }
}

/** What a model scores a conversation with, or says. */
const scoreOf = async (directory: string, text = CONVERSATION) => {
  const scorer = await openOnnxScorer({ path: directory, workers: 1 })
  try {
    for await (const [scored] of scorer.score([{ text }])) return scored
  } finally {
    await scorer.close()
  }
}
const replace = (directory: string, file: string, target: string) => {
  rmSync(path.join(directory, file), { force: true })
  symlinkSync(target, path.join(directory, file))
}

describe('a chat template', () => {
  const loop = '{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}'
  const beyond = `{% if messages[0].content | length > 5 %}${loop}{% endif %}{% for m in messages %}{{ m.content }}{% endfor %}`

  it.each([
    ['that loops', loop, /takes longer than 2 s; --input pair does without$/],
    ['that counts to a billion', '{% for i in range(1000000000) %}x{% endfor %}', /takes longer than 2 s/],
    [
      'that doubles a text',
      "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
      /Invalid string length/,
    ],
    ['that calls itself', '{%- macro f(x) -%}{{ g(x) }}{%- endmacro -%}{{ f(1) }}', /can't be used/],
  ])('%s is refused', async (_, chatTemplate, reason) => {
    await expect(openOnnxScorer({ path: folder({ chatTemplate }).model, workers: 1 })).rejects.toThrow(reason)
  })

  it('that loops on some texts costs those texts', async () => {
    const { model } = folder({ chatTemplate: beyond })
    expect(await scoreOf(model)).toMatchObject({ value: expect.any(Number) })
    expect(await scoreOf(model, '\n\nHuman: a longer one\n\nAssistant: hello')).toMatchObject({
      reason: 'the chat template says: it takes longer than 2 s',
    })
  })
})

describe('a tokenizer', () => {
  it.each(['(a+)+$', '(a|aa)*b', '((ab)*c)+', '(?:x{2,}y)*', '(\\s*,)+', '(?i:a|b)+'])(
    'with the pattern %s is refused: it could take for ever, and the process with it',
    async (pattern) => {
      expect(isCatastrophic(pattern)).toBe(true)
      const { model } = folder()
      const file = path.join(model, 'tokenizer.json')
      const tokenizer = JSON.parse(readFileSync(file, 'utf8'))
      const split = { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false }
      writeFileSync(file, JSON.stringify({ ...tokenizer, pre_tokenizer: split }))
      await expect(openOnnxScorer({ path: model, workers: 1 })).rejects.toThrow(/can take for ever/)
    },
  )

  it.each([
    // GPT-2, Llama 3 and Qwen, GPT-4o, DeepSeek, spaces of Mistral.
    "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
    "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
    "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}]*[\\p{Ll}\\p{Lm}]+(?i:'s|'t)?|\\p{N}{1,3}",
    '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}]?[\\p{L}\\p{M}]+',
    ' {2,}',
    '(abc)+',
  ])('with the pattern %s is as good as any', (pattern) => {
    expect(isCatastrophic(pattern)).toBe(false)
  })
})

describe('weights outside the graph', () => {
  const withWeights = (directory: string, location: string) =>
    writeFileSync(
      path.join(directory, 'model.onnx'),
      onnxFile({
        nodes: [
          node('Cast', ['input_ids'], 'ids', { to: 1 }),
          node('ReduceSum', ['ids', 'axis'], 'sum'),
          node('Mul', ['sum', 'weight'], 'logits'),
        ],
        constants: [externalTensor('weight', [1], location), tensor('axis', [1], BigInt64Array.of(1n))],
        inputs: ['input_ids'],
        output: { name: 'logits', axes: ['batch', 1] },
      }),
    )

  it('are read from within the folder, and from nowhere else', async () => {
    const { model, secret } = folder()
    writeFileSync(path.join(model, 'weights.bin'), readFileSync(secret))
    withWeights(model, 'weights.bin')
    expect(await scoreOf(model)).toMatchObject({ value: expect.any(Number) })
    symlinkSync(secret, path.join(model, 'link.bin'))
    mkdirSync(path.join(model, 'sub'))
    symlinkSync('../..', path.join(model, 'sub/up'))
    for (const location of ['../secret.bin', secret, 'link.bin', 'sub/up/secret.bin']) {
      withWeights(model, location)
      await expect(scoreOf(model), location).rejects.toThrow(/model\.onnx can't be used: .*[Ee]xternal data/)
    }
  })
})

describe("links in a model's folder", () => {
  it('lead to files, as those of a hub cache do', async () => {
    const { model } = folder()
    const { model: other } = folder()
    const expected = await scoreOf(other)
    for (const file of ['model.onnx', 'tokenizer.json', 'config.json'])
      replace(model, file, path.join(other, file))
    expect(await scoreOf(model)).toEqual(expected)
  })

  it.each(['model.onnx', 'tokenizer.json', 'config.json', 'tokenizer_config.json', 'chat_template.jinja'])(
    '%s that leads to a device is refused, and not read',
    async (file) => {
      const { model } = folder()
      replace(model, file, '/dev/zero')
      await expect(scoreOf(model)).rejects.toThrow(`${path.join(model, file)} is no file, nor a link to one`)
    },
  )

  it('that lead to another file show nothing of it', async () => {
    const { model, secret } = folder()
    writeFileSync(secret, 'password: hunter2')
    for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
      const { model: own } = folder()
      replace(own, file, secret)
      const error = await scoreOf(own).catch((thrown: Error) => thrown)
      expect(String(error)).toContain(`${path.join(own, file)} is no JSON object`)
      expect(String(error)).not.toMatch(/password|hunter/)
    }
    replace(model, 'model.onnx', secret)
    await expect(scoreOf(model)).rejects.toThrow(/model\.onnx can't be used/)
  })
})
