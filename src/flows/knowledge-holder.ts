import { statSync } from 'node:fs'
import type { KnowledgeReader } from '#core/vocabulary'
import { type KnowledgeIndex, openIndex, openStarter } from '#exposure/knowledge'

/** Keeps the newest knowledge index open; before the first refresh the built-in starter answers. */
export class KnowledgeHolder {
  readonly path: string
  #index: KnowledgeIndex | undefined
  #version: string | undefined
  #starter: KnowledgeReader | undefined

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

  close(): void {
    this.#index?.close()
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
