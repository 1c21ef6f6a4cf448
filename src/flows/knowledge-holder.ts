import { statSync } from 'node:fs'
import type { KnowledgeReader } from '#core/vocabulary'
import { type KnowledgeIndex, openIndex, openStarter } from '#exposure/knowledge'

/** Keeps the newest knowledge index open; before the first refresh the built-in starter answers. */
export class KnowledgeHolder {
  readonly path: string
  #index: KnowledgeIndex | undefined
  #version: string | undefined
  #starter: KnowledgeReader | undefined
  readonly #users = new Map<KnowledgeReader, number>()
  /** Indexes that are still in use though there is a newer one. */
  readonly #superseded = new Map<KnowledgeReader, KnowledgeIndex>()

  constructor(path: string) {
    this.path = path
  }

  /** The reader to use for one piece of work; a newer index is picked up between two calls. */
  reader(): KnowledgeReader {
    const stat = statSync(this.path, { throwIfNoEntry: false })
    const version = stat && `${stat.ino}:${stat.mtimeMs}:${stat.size}`
    if (version !== this.#version) this.#open(version)
    return this.#index ?? this.#starterReader()
  }

  /** The reader for work that waits in between: it stays open until the work has ended, whatever is published meanwhile. */
  async use<T>(work: (reader: KnowledgeReader) => Promise<T>): Promise<T> {
    const reader = this.reader()
    this.#users.set(reader, (this.#users.get(reader) ?? 0) + 1)
    try {
      return await work(reader)
    } finally {
      const left = this.#users.get(reader)! - 1
      if (left > 0) this.#users.set(reader, left)
      else this.#users.delete(reader)
      if (left === 0) this.#superseded.get(reader)?.close()
      if (left === 0) this.#superseded.delete(reader)
    }
  }

  close(): void {
    const index = this.#index
    if (index && this.#users.has(index)) this.#superseded.set(index, index)
    else index?.close()
    this.#index = undefined
    this.#version = undefined
  }

  #open(version: string | undefined): void {
    this.close()
    if (version === undefined) return
    const opened = openIndex(this.path)
    if (!opened.ok) throw new Error(opened.error.message)
    this.#index = opened.value
    this.#version = version
  }

  #starterReader(): KnowledgeReader {
    if (this.#starter) return this.#starter
    const opened = openStarter()
    if (!opened.ok) throw new Error(opened.error.message)
    this.#starter = opened.value
    return opened.value
  }
}
