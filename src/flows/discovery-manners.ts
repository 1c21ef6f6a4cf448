import type { DiscoverySettings } from '#exposure/surface'

/** How discovery names itself to whom it asks: with a page or address to write to, where somebody gave one. */
export function userAgentOf({ contact }: Pick<DiscoverySettings, 'contact'>): string {
  return `Lunette (attack surface discovery${contact ? `; ${contact}` : ''})`
}
