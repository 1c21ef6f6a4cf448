import type { DiscoveryRunRow } from '@contract/surface.ts'
import { seenWords } from '@contract/surface-words.ts'

/** What a run looks at. */
export const looks: Readonly<Record<DiscoveryRunRow['look'], string>> = {
  names: 'names',
  certificates: 'certificates',
  ports: 'ports',
  services: 'services',
  deep: 'everything',
}

const states: Readonly<Record<DiscoveryRunRow['state'], string>> = {
  running: 'Looking',
  complete: 'Complete',
  partial: 'In part',
  stopped: 'Stopped',
  failed: 'Failed',
}

/** How a run stands: what it looked at to its end may still have left questions without an answer. */
export function stateWords({ state, troubles }: Pick<DiscoveryRunRow, 'state' | 'troubles'>): string {
  return state === 'complete' && troubles.length > 0 ? 'Complete, with gaps' : states[state]
}

/** What people ask for first while a run goes on, as far as there is any. */
const toldFirst = ['hostname', 'ip-address', 'service', 'certificate', 'weakness'] as const

/** What a run has seen of what matters first; empty before anything was seen. */
export function seenSoFar(counts: Readonly<Record<string, number>>): string {
  return seenWords(Object.fromEntries(toldFirst.map((kind) => [kind, counts[kind] ?? 0])))
}
