import type { Job } from '#contract'

type Kind = Job['kind']

/** Work on files: each takes a processor for a while, so that a process does a few of them at a time. */
const onFiles: readonly Kind[] = ['import', 'preview', 'sample']
/** Work that is there once in an installation, or ends at once. */
const single: readonly Kind[] = ['refresh', 'reassess']
/** Sending and watching are the server's own, in time: they wait for nobody. */
const always: readonly Kind[] = ['deliver', 'watch']
/** Waits for the network most of the time: one search for each workspace, one evaluation for each target. */
const outside: readonly Kind[] = ['discover', 'evaluate']

const NO_LIMIT = 50

export const DEFAULT_AT_ONCE = 2

/** How much more of which kinds a process takes that does `atOnce` files at a time; with 0 it leaves long work to others. */
export function roomFor(running: readonly Kind[], atOnce: number): { kinds: readonly Kind[]; limit: number }[] {
  const files = running.filter((kind) => onFiles.includes(kind)).length
  return [
    { kinds: atOnce > 0 ? [...single, ...always, ...outside] : always, limit: NO_LIMIT },
    { kinds: onFiles, limit: Math.max(0, atOnce - files) },
  ].filter(({ limit }) => limit > 0)
}

/** True when a process takes one more of this kind at once. */
export function hasRoom(kind: Kind, running: readonly Kind[], atOnce: number): boolean {
  return roomFor(running, atOnce).some(({ kinds }) => kinds.includes(kind))
}
