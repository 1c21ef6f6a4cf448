import type { DiscoveryRunRow } from '@contract/surface.ts'
import { runStateWords, seenWords } from '@contract/surface-words.ts'

/** What a run looks at. */
export const looks: Readonly<Record<DiscoveryRunRow['look'], string>> = {
  names: 'names',
  certificates: 'certificates',
  ports: 'ports',
  services: 'services',
  deep: 'everything',
}

/** How a run stands. */
export function stateWords({ state, troubles }: Pick<DiscoveryRunRow, 'state' | 'troubles'>): string {
  return runStateWords({ state, gaps: troubles.length })
}

/** What people ask for first while a run goes on, as far as there is any. */
const toldFirst = ['hostname', 'ip-address', 'service', 'certificate', 'weakness'] as const

/** What a run has seen of what matters first; empty before anything was seen. */
export function seenSoFar(counts: Readonly<Record<string, number>>): string {
  return seenWords(Object.fromEntries(toldFirst.map((kind) => [kind, counts[kind] ?? 0])))
}
