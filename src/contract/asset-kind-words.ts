import type { SurfaceRow } from './surface.ts'

type Kind = SurfaceRow['kind']

const words: Readonly<Partial<Record<Kind, readonly [one: string, many: string]>>> = {
  hostname: ['host name', 'host names'],
  'ip-address': ['IP address', 'IP addresses'],
  netblock: ['network', 'networks'],
  'autonomous-system': ['autonomous system', 'autonomous systems'],
  url: ['URL', 'URLs'],
  mailbox: ['mailbox', 'mailboxes'],
}

/** A kind of asset as people call it. */
export function kindWord(kind: Kind): string {
  return words[kind]?.[0] ?? kind.replaceAll('-', ' ')
}

/** The same of several. */
export function kindWords(kind: Kind): string {
  return words[kind]?.[1] ?? `${kind.replaceAll('-', ' ')}s`
}
