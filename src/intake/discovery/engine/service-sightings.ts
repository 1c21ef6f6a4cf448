import { isIP } from 'node:net'
import {
  type NamedAsset,
  type RelationKind,
  type SeenPivot,
  type SeenService,
  type SurfaceStep,
  serviceAt,
} from '#core/vocabulary'
import { nameAsset } from '../asset-name.ts'
import type { Sighting } from '../contract.ts'
import { parseHostName } from '../dns/name.ts'

/** Techniques whose name stands in the certificate rather than in what the service says. */
const certificateKinds: Record<string, RelationKind> = {
  'cert-san': 'san_dns_name',
  'cert-twin': 'san_dns_name',
  'cert-cn': 'common_name',
}

/** What a service leads to: its certificate, the names in that, and the names it mentions. */
export function* sightingsOf(service: SeenService): Generator<Sighting> {
  const asset = serviceAt(service.address, service.port, service.transport)
  yield { type: 'service', service }
  yield openPort(service.address, asset)
  const leaf = service.tls?.chain[0]
  const certificate: NamedAsset | undefined = leaf && { kind: 'certificate', name: leaf.fingerprint }
  if (certificate) yield step('certificate', asset, certificate, 'tls', `TLS on ${asset.name}`)
  for (const { fingerprint: name } of service.tls?.others ?? [])
    yield step('certificate', asset, { kind: 'certificate', name }, 'tls', `TLS on ${asset.name}`)
  const names = leaf?.names ?? []
  for (const name of names) {
    // Authorities add www to a name by themselves: alone that says nothing of a host.
    const technique = name.startsWith('www.') && names.includes(name.slice(4)) ? 'cert-twin' : 'cert-san'
    yield* pivot({ name, technique, source: `certificate of ${asset.name}` }, asset, certificate)
  }
  for (const seen of service.pivots)
    if (!(seen.technique in certificateKinds && names.includes(seen.name))) yield* pivot(seen, asset, certificate)
  for (const weakness of service.weaknesses) yield { type: 'weakness', weakness }
}

/** A port that takes connections. */
export function openPort(address: string, service: NamedAsset): Sighting {
  return step('port', { kind: 'ip-address', name: address }, service, 'open-port', `${service.name} takes connections`)
}

/** A wildcard in a certificate speaks of the name below its star. */
function* pivot(seen: SeenPivot, service: NamedAsset, certificate?: NamedAsset): Generator<Sighting> {
  const target = targetOf(seen.name)
  if (!target) return
  const kind = certificateKinds[seen.technique]
  if (kind && certificate && target.kind !== 'ip-address')
    yield step(kind, certificate, target, seen.technique, seen.source)
  else yield step('refers_to', service, target, seen.technique, seen.source, 90)
}

function targetOf(text: string): NamedAsset | undefined {
  if (isIP(text)) return { kind: 'ip-address', name: text }
  const name = parseHostName(text.replace(/^\*\./, ''))
  return name && nameAsset(name)
}

function step(
  kind: RelationKind,
  from: NamedAsset,
  to: NamedAsset,
  by: string,
  how: string,
  confidence = 98,
): { type: 'step'; step: SurfaceStep } {
  return { type: 'step', step: { kind, from, to, by, how, confidence } }
}
