import type { ServerEvent } from '#contract'
import type { Changed } from './types.ts'

/** Whoever follows the events of a workspace. */
export type Listener = (event: ServerEvent) => void

/** Who follows what happens in which workspace, and who is asked first when rows changed. */
export class JobEvents {
  readonly #onChange: (() => void)[] = []
  readonly #listeners = new Set<{ workspaceId: string; listener: Listener }>()

  /** Calls `listener` before anybody is told that rows changed. */
  onChange(listener: () => void): void {
    this.#onChange.push(listener)
  }

  noteChange(): void {
    for (const listener of this.#onChange) listener()
  }

  /** Tells everyone in the workspace that rows changed; `null`: everybody. */
  changed(workspaceId: string | null, what: Changed): void {
    this.noteChange()
    this.tell({ type: 'changed', what }, (own) => workspaceId === null || own === workspaceId)
  }

  /** Tells whoever follows a workspace that may see it. */
  tell(event: ServerEvent, isSeenBy: (workspaceId: string) => boolean): void {
    for (const { workspaceId, listener } of this.#listeners) if (isSeenBy(workspaceId)) listener(event)
  }

  /** Follows the events a workspace may see; returns the way to stop. */
  follow(workspaceId: string, listener: Listener): () => void {
    const entry = { workspaceId, listener }
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** Workspaces that somebody follows. */
  followed(): Set<string> {
    return new Set([...this.#listeners].map(({ workspaceId }) => workspaceId))
  }

  close(): void {
    this.#listeners.clear()
  }
}
