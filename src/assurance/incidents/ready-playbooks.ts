import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'playbooks')
let read: ReadonlyMap<string, string> | undefined

/** Playbooks to begin with, by id, in our words. A workspace that changes one has its own from then on. */
export function readyPlaybooks(): ReadonlyMap<string, string> {
  read ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => [name.slice(0, -3), readFileSync(join(folder, name), 'utf8')]),
  )
  return read
}
