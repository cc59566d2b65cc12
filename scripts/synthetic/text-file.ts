import { type FileHandle, open } from 'node:fs/promises'

const CHUNK = 1 << 20

/** A file that is written in large pieces. Whoever awaits `add` never holds more than one of them. */
export class TextFile {
  readonly #handle: FileHandle
  #pending: string[] = []
  #length = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async create(path: string): Promise<TextFile> {
    return new TextFile(await open(path, 'w'))
  }

  /** A promise when the disk has to catch up first. */
  add(text: string): Promise<void> | undefined {
    this.#pending.push(text)
    this.#length += text.length
    return this.#length >= CHUNK ? this.#flush() : undefined
  }

  async #flush(): Promise<void> {
    const text = this.#pending.join('')
    this.#pending = []
    this.#length = 0
    await this.#handle.appendFile(text)
  }

  async finish(): Promise<void> {
    await this.#flush()
    await this.#handle.close()
  }

  /** Lets go of the file after a failure. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => undefined)
  }
}
