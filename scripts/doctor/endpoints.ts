import { ollamaModels, openAiModels } from '../../src/remote/served-models.ts'
import { type Finding, messageOf } from './finding.ts'

const TIMEOUT_MS = 5000
const SHOWN = 3

const listed = (models: readonly string[]) => {
  const more = models.length > SHOWN ? ` and ${models.length - SHOWN} more` : ''
  return models.length === 0 ? 'no model' : `${models.slice(0, SHOWN).join(', ')}${more}`
}

/** The servers of language models that label, rewrite and embed; asked for no more than their names. */
export async function* checkEndpoints(): AsyncGenerator<Finding> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, OLLAMA_HOST: host } = process.env
  if (apiKey || baseUrl)
    try {
      const models = await openAiModels({ apiKey, baseUrl: baseUrl || undefined, timeoutMs: TIMEOUT_MS })
      yield { state: 'ok', what: 'openai', found: `the server answers and has ${listed(models)}` }
    } catch (error) {
      const todo = 'OPENAI_API_KEY and OPENAI_BASE_URL say which server, and who asks'
      yield { state: 'failed', what: 'openai', found: messageOf(error), todo }
    }
  else
    yield {
      state: 'ok',
      what: 'openai',
      found: 'not set up: neither OPENAI_API_KEY nor OPENAI_BASE_URL is set',
    }
  try {
    const models = await ollamaModels({ host, timeoutMs: TIMEOUT_MS })
    yield { state: 'ok', what: 'ollama', found: `the server answers and has ${listed(models)}` }
  } catch (error) {
    const found = messageOf(error)
    if (host) yield { state: 'failed', what: 'ollama', found, todo: 'OLLAMA_HOST says which server' }
    else
      yield {
        state: 'ok',
        what: 'ollama',
        found: 'not set up: none on this machine, and OLLAMA_HOST is not set',
      }
  }
}
