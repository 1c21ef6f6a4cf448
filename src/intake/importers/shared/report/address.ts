import { isIP } from 'node:net'
import type { ReportedPlace } from '#core/vocabulary'

const LONGEST = 2_000
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i

/**
 * Where a tool saw it, from a URL, a host with or without port, or an address. Query, fragment and credentials are left
 * out: they carry tokens and payloads, and change from run to run.
 */
export function placeOfAddress(text: string): ReportedPlace {
  const said = text.trim().slice(0, LONGEST)
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(said)) return placeOfUrl(said)
  if (isIP(said) !== 0) return { host: said.toLowerCase() }
  const [, name = '', port] = /^(\[[^\]]+\]|[^:/\s]+)(?::(\d{1,5}))?(?:\/.*)?$/.exec(said) ?? []
  const host = hostOf(name)
  return host ? { host, ...portOf(port) } : {}
}

/** A host name or address as one writes it; `undefined` where it is neither. */
export function hostOf(text: string): string | undefined {
  const plain = text.trim().replace(/^\[(.*)\]$/, '$1')
  if (isIP(plain) === 0 && !HOST_NAME.test(plain)) return undefined
  return plain.replace(/\.$/, '').toLowerCase()
}

/** A port number where the value is one. */
export function portOf(value: unknown): Pick<ReportedPlace, 'port'> {
  const port = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN
  return Number.isInteger(port) && port > 0 && port < 65_536 ? { port } : {}
}

function placeOfUrl(text: string): ReportedPlace {
  const url = URL.parse(text)
  const host = url ? hostOf(url.hostname) : undefined
  if (!url || !host) return {}
  const protocol = url.protocol.slice(0, -1)
  const port = portOf(url.port || usualPorts[protocol])
  return { url: `${url.protocol}//${url.host}${url.pathname}`.slice(0, LONGEST), host, ...port, protocol }
}

const usualPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ssh: 22, ftp: 21 }
