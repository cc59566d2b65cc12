/** What can be chosen of OpenAI's API, apart from its client, which takes a while to load. */
export const RESPONSE_FORMATS = ['json_schema', 'json_object'] as const
/** Structured outputs, or JSON mode for servers without them. */
export type ResponseFormat = (typeof RESPONSE_FORMATS)[number]

/** How vectors come back. */
export const ENCODING_FORMATS = ['float', 'base64'] as const
export type EncodingFormat = (typeof ENCODING_FORMATS)[number]

/** OpenAI takes 50,000 requests and 200 MB a file; this stays well below the second. */
export const BATCH_LIMITS = { requests: 50_000, bytes: 100_000_000 } as const
