import type { DiscoveryRunRow } from '@contract/surface.ts'

/** What a run looks at. */
export const looks: Readonly<Record<DiscoveryRunRow['look'], string>> = {
  names: 'names',
  certificates: 'certificates',
  ports: 'ports',
  services: 'services',
  deep: 'everything',
}
