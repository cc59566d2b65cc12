import { ollamaClient } from './ollama-client.ts'
import { type OpenAiServer, openAiClient } from './openai-client.ts'
import { requestFailure } from './request-failed.ts'

/** Names of the models that a server with OpenAI's API has. @throws RequestFailed; InvalidInput as `openAiClient` does */
export const openAiModels = async (server: OpenAiServer): Promise<string[]> => {
  const client = openAiClient(server)
  try {
    const { data } = await client.models.list()
    return data.map(({ id }) => id)
  } catch (error) {
    throw requestFailure(error)
  }
}

/** Names of the models that an Ollama server has. @throws RequestFailed; InvalidInput as `ollamaClient` does */
export const ollamaModels = async (server: { host?: string; timeoutMs: number }): Promise<string[]> => {
  const client = ollamaClient(server)
  try {
    const { models } = await client.list()
    return models.map(({ name }) => name)
  } catch (error) {
    throw requestFailure(error)
  }
}
