import { parseCvss, type SeverityStatement } from '#core/vocabulary'
import { maybe } from './fields.ts'

type Version = SeverityStatement['version']

const MAX_VECTOR = 400

/** A CVSS vector with who scored it; its score is computed where the source states none. `undefined`: no valid vector. */
export function severityOf(vector: unknown, by: string, stated?: number): SeverityStatement | undefined {
  if (typeof vector !== 'string' || vector.length > MAX_VECTOR) return undefined
  const text = vector.trim().replace(/^\((.*)\)$/, '$1')
  const version = versionOf(text)
  if (!version) return undefined
  if (stated !== undefined) return { version, vector: text, score: stated, by }
  const parsed = parseCvss(text)
  return parsed.ok ? { version, vector: text, ...maybe('score', parsed.value.baseScore), by } : undefined
}

function versionOf(vector: string): Version | undefined {
  const named = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector)?.[1]
  if (named) return named as Version
  return /^(?:CVSS2#)?AV:[LAN]\//.test(vector) ? '2.0' : undefined
}
