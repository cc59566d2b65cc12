/** The end of compressed bytes is missing, or they are damaged; the message says what and which. */
export class BrokenCompression extends Error {}
