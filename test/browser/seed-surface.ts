import { randomUUID } from 'node:crypto'
import type { Instant } from '#core/kernel'
import type { Discovered, NamedAsset, SeenService, SurfaceAsset, SurfaceStep } from '#core/vocabulary'
import { observationsOf, type TrackedRun } from '#exposure/surface'
import {
  addRange,
  addSeed,
  approveName,
  askProof,
  beginRun,
  endRun,
  keepProbes,
  keepSightings,
  noteRun,
  ruleAsset,
  tellObservations,
} from '#exposure/surface/store'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'

const vantage = 'inside, this host'
const domain: NamedAsset = { kind: 'domain', name: 'northwind.example' }
const www: NamedAsset = { kind: 'hostname', name: 'www.northwind.example' }
const address: NamedAsset = { kind: 'ip-address', name: '198.51.100.7' }
const sister: NamedAsset = {
  kind: 'domain',
  name: 'versicherungsvermittlungsgesellschaft-donaudampfschifffahrt.example',
}
const under: SurfaceStep = {
  kind: 'node',
  from: domain,
  to: www,
  by: 'cert-log',
  how: 'certificate 4f2a in the log of northwind.example',
  confidence: 98,
}
const resolves: SurfaceStep = {
  kind: 'dns_record',
  from: www,
  to: address,
  by: 'dns-a',
  how: 'A of www.northwind.example',
  confidence: 100,
}
const shared: SurfaceStep = {
  kind: 'refers_to' as SurfaceStep['kind'],
  from: www,
  to: sister,
  by: 'cert-san',
  how: 'certificate of 198.51.100.7:443',
  confidence: 70,
}

const service: SeenService = {
  ...{ address: address.name, port: 443, transport: 'tcp', protocol: 'http', names: [www.name], pivots: [] },
  tls: {
    ...{ versions: ['TLSv1.2', 'TLSv1.3'], weakCiphers: [] },
    chain: [
      {
        ...{
          fingerprint: 'ab'.repeat(32),
          serial: '4f2a',
          subject: 'CN=www.northwind.example',
          issuer: 'CN=Example CA',
        },
        ...{ names: [www.name], validFrom: '2025-09-01T00:00:00Z', validTo: '2026-09-01T00:00:00Z' },
        ...{ key: { kind: 'RSA', bits: 2048 }, signature: 'sha256WithRSAEncryption', selfSigned: false },
      },
    ],
  },
  software: [
    { product: 'Apache HTTP Server', version: '2.4.49', where: 'Server header', by: 'own:apache', confidence: 95 },
    { product: 'WordPress', where: 'generator of the page', by: 'own:wordpress', confidence: 90 },
  ],
  weaknesses: [
    {
      ...{ ruleId: 'expired-cert', title: 'Certificate has expired', severity: 'medium' },
      subject: { kind: 'service', name: '198.51.100.7:443/tcp' },
      ...{ evidence: 'notAfter 2026-09-01', reason: 'Browsers warn, and people learn to click warnings away.' },
      ...{ remedy: 'Renew it, and let it be renewed by itself.', references: [] },
    },
  ],
  banner: 'HTTP/1.1 200 OK',
  pages: [{ url: 'https://www.northwind.example/wp-login.php', status: 200, title: 'Log in · Northwind' }],
}

/** A small surface as a run left it, with a scope, candidates and changes; `more`: so many further names. */
export async function seedSurface(database: Database, at: Instant, more = 0): Promise<{ runId: string }> {
  const ada = { workspaceId: DEFAULT_WORKSPACE, by: 'ada', at }
  const run: TrackedRun = { workspaceId: DEFAULT_WORKSPACE, runId: randomUUID(), vantage, look: 'deep', at }
  const found = (
    asset: NamedAsset,
    standing: SurfaceAsset['standing'],
    reason: string,
    path: SurfaceStep[],
  ): SurfaceAsset => ({
    ...{ asset, standing, confidence: standing === 'candidate' ? 62 : 98, reason, path },
  })
  const names = Array.from({ length: more }, (_, n) => ({
    kind: 'hostname' as const,
    name: `host-${n}.${domain.name}`,
  }))
  const assets = [
    found(domain, 'owned', 'It is a seed', []),
    found(www, 'owned', 'Lies in northwind.example', [under]),
    found(address, 'owned', 'Lies in the approved range 198.51.100.0/24', [under, resolves]),
    found(sister, 'candidate', 'Stands in one certificate with ours', [under, shared]),
    found({ kind: 'hostname', name: 'shop.cdn.example' }, 'dependency', 'A CNAME of ours leads there', [under]),
    ...names.map((asset) => found(asset, 'owned', 'Lies in northwind.example', [{ ...under, to: asset }])),
  ]
  const said: Discovered[] = [
    { type: 'service', service },
    { type: 'records', records: { name: www.name, type: 'A', values: [address.name] } },
    { type: 'records', records: { name: domain.name, type: 'MX', values: ['10 mail.northwind.example'] } },
  ]
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await addSeed(work, ada, domain)
    await addRange(work, ada, { kind: 'approval', range: '198.51.100.0/24', statement: 'our data centre in Vienna' })
    await addRange(work, ada, {
      kind: 'exclusion',
      range: 'pay.northwind.example',
      statement: 'the payment provider asked for it',
    })
    await askProof(work, ada, { name: domain.name, method: 'attestation', statement: 'registered by us since 2009' })
    await askProof(work, ada, { name: 'northwind-labs.example', method: 'dns-txt' })
    await approveName(work, ada, { name: www.name, seen: [address.name], addresses: [address.name] })
    await ruleAsset(work, ada, { kind: 'hostname', name: 'shop.cdn.example', standing: 'dependency', branch: true })
    await beginRun(work, {
      id: run.runId,
      workspaceId: DEFAULT_WORKSPACE,
      seeds: [domain],
      vantage,
      look: 'deep',
      by: 'ada',
      at,
    })
    const observations = said.flatMap(observationsOf)
    await keepSightings(work, run, {
      assets,
      steps: [under, resolves],
      observations,
      standing: [],
      journal: [],
      suspicions: [],
    })
    await tellObservations(work, run, { isComplete: true })
    const troubles = [
      { subject: 'mail.northwind.example', by: 'dns-records', code: 'timeout', detail: 'no name server answered' },
    ]
    const counts = { hostname: 2 + more, domain: 2, 'ip-address': 1, service: 1, weakness: 1 }
    await noteRun(work, run.runId, {
      stage: 'services 1 of 1',
      counts,
      sent: { connections: 1_024, datagrams: 3, 'out-of-scope': 2 },
      troubles,
    })
    const probes = {
      address: address.name,
      transport: 'tcp' as const,
      at,
      ports: [22, 443],
      afterMs: [0, 9],
      outcomes: [2, 1],
    }
    await keepProbes(work, run, [probes])
    await endRun(work, run.runId, { state: 'complete', at })
  })
  return { runId: run.runId }
}

/** A run that an agent made. */
export async function seedAgentRun(database: Database, at: Instant, vantage: string): Promise<void> {
  const id = randomUUID()
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await beginRun(work, { id, workspaceId: DEFAULT_WORKSPACE, seeds: [domain], vantage, look: 'ports', by: 'ada', at })
    const counts = { 'ip-address': 1, service: 1 }
    await noteRun(work, id, { stage: 'looked', counts, sent: { connections: 1_000 }, troubles: [] })
    await endRun(work, id, { state: 'complete', at })
  })
}
