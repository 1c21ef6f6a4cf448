import type { NamedAsset, RelationKind } from '#core/vocabulary'
import type { Sighting } from '../contract.ts'
import type { DnsAnswer } from '../dns/record.ts'

/** A step from one asset to another. */
export function step(
  kind: RelationKind,
  from: NamedAsset,
  to: NamedAsset,
  by: string,
  how: string,
  confidence = 95,
): Sighting {
  return { type: 'step', step: { kind, from, to, by, how, confidence } }
}

/** What a name has of a type; nothing where it has none. */
export function* recordsOf(answer: DnsAnswer): Generator<Sighting> {
  if (answer.records.length === 0) return
  const values = [...new Set(answer.records.map(({ value }) => value))].sort()
  const ttl = Math.min(...answer.records.map((record) => record.ttl))
  yield { type: 'records', records: { name: answer.name, type: answer.type, values, ttl } }
}

/** A record that stands for what was seen without an answer of its own. */
export function seenRecord(name: string, type: string, values: string[]): Sighting {
  return { type: 'records', records: { name, type, values: [...values].sort() } }
}

export function trouble(subject: NamedAsset, by: string, code: string, detail: string): Sighting {
  return { type: 'trouble', subject, by, code, detail }
}

export { type WeaknessRule, weakness } from '../weakness.ts'
