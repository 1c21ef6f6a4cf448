import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { noteItems, numberOfItem } from '#assurance/patterns/store'
import { askStop, writeOrder } from '#assurance/runner/store'
import { systemClock } from '#core/kernel'
import { settlePatterns } from '#flows/patterns'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { makePerson, type Visitor } from './people.ts'

/** Makes one thing of its kind each time it is asked, and says its id. */
type Maker = () => Promise<string>

/**
 * A maker for everything that routes look up by an id, under what stands before the id in their paths. They work as a
 * person who may do everything in the default workspace, each time under a session of their own; its database has the rows of the seed.
 */
export function makersOf(
  database: Database,
  origin: string,
  person: () => Promise<Visitor>,
): Readonly<Record<string, Maker>> {
  const made = async (path: string, body: object) => idIn(await (await person()).ask('POST', path, body))
  const read = async <T>(path: string) => (await person()).json<T>('GET', path)
  const listed = async (path: string) => Object.values(await read<object>(path)).flat()[0] as { id: string }
  const upload = async (preview: boolean) => {
    const answer = await fetch(`${origin}/api/v1/imports?name=${randomUUID()}.json&preview=${preview}`, {
      method: 'POST',
      headers: { cookie: (await person()).cookie, 'content-type': 'application/octet-stream' },
      body: randomUUID(),
    })
    return idIn(answer)
  }
  const sent = async <T>(path: string, text: string) => {
    const headers = { cookie: (await person()).cookie, 'content-type': 'application/octet-stream' }
    return (await (await fetch(`${origin}/api/v1${path}`, { method: 'POST', headers, body: text })).json()) as T
  }
  const registered = async () => {
    const id = `c-${randomUUID()}`
    const scenario = {
      id,
      title: id,
      harm: 'one',
      attempts: { value: 1 },
      barriers: [{ control: id, layer: 'prevent' }],
    }
    const register = { 'ai-register': 1, controls: [{ id, name: id, claim: 'one' }], scenarios: [scenario] }
    await sent('/ai-register', JSON.stringify(register))
    return id
  }
  const gateway = async () => {
    const id = `g-${randomUUID()}`
    await sent(
      '/ai-register',
      JSON.stringify({ 'ai-register': 1, gateways: [{ id, url: 'http://127.0.0.1:9/', model: 'm' }] }),
    )
    return id
  }
  const probed = async () => {
    const id = `p-${randomUUID()}`
    const gateways = [{ id, url: 'http://127.0.0.1:9/', model: 'm' }]
    const controls = [{ id, name: id, claim: 'one', probe: { gateway: id } }]
    await sent('/ai-register', JSON.stringify({ 'ai-register': 1, gateways, controls }))
    return id
  }
  const queued = async () => {
    const id = `q-${randomUUID()}`
    await (await person()).ask('PUT', '/review-queues', { id, title: id, control: await registered() })
    return id
  }
  const system = async () => {
    const id = `s-${randomUUID()}`
    const systems = [{ id, name: id, purpose: 'one', role: 'deployer', autonomy: 'assistive' }]
    await sent('/ai-register', JSON.stringify({ 'ai-register': 1, systems }))
    return id
  }
  const discovery = async () => {
    const asset = await aiAsset(database)
    const { discoveries } = await read<{ discoveries: { id: string; asset: string }[] }>('/ai-discoveries')
    return discoveries.find((one) => one.asset === asset)!.id
  }
  const ended = async (id: string) => {
    for (;;) {
      const job = await read<{ state: string; result: { previewId?: string } | null }>(`/jobs/${id}`)
      if (job.state !== 'running') return job
      await wait(20)
    }
  }
  const finding = async () => (await listed('/findings?limit=1')).id
  const target = () =>
    made('/notifications/targets', {
      notifier: 'webhook',
      name: randomUUID(),
      settings: { url: 'http://127.0.0.1:9/', secret: 'whsec_Zm9yIHRoZSBleGFtcGxlIG9ubHk6IHVzZSB5b3VyIG93bg==' },
      kinds: ['import.failed'],
    })

  return {
    '/account/sessions': async () => (await listed('/account/sessions')).id,
    '/account/tokens': () => made('/account/tokens', { name: 'one', scopes: ['read'], days: 1 }),
    '/ai-discoveries': discovery,
    '/ai-systems': system,
    '/assets': async () => 'asset-host',
    '/case-changes': async () => {
      const change = { control: await registered(), kind: 'control', what: 'one', madeAt: '2026-01-01T00:00:00Z' }
      return made(`/cases/${await made('/cases', { kind: 'near-miss', title: randomUUID() })}/changes`, change)
    },
    '/cases': () => made('/cases', { kind: 'near-miss', title: randomUUID() }),
    '/comments': async () => made(`/findings/${await finding()}/comments`, { body: 'one' }),
    '/controls': registered,
    '/dispositions': async () =>
      made(`/findings/${await finding()}/dispositions`, {
        ...{ status: 'accepted', scope: 'finding', reason: 'one', endsAt: inDays(30) },
      }),
    '/evaluation-orders': () => evaluationOrder(database),
    '/evaluations': async () => {
      const line = JSON.stringify({ key: randomUUID(), result: 'pass' })
      return (await sent<{ run: string }>('/evaluations?name=one.jsonl', line)).run
    },
    '/finding-changes': async () => made('/finding-changes', { ids: [await finding()], set: { team: randomUUID() } }),
    '/findings': finding,
    '/fix-actions': async () => (await listed('/fix-actions?limit=1')).id,
    '/import-previews': async () => (await ended(await upload(true))).result?.previewId ?? '',
    '/gateways': gateway,
    '/invitations': () => made('/invitations', { role: 'viewer' }),
    '/jobs': async () => {
      const id = await upload(false)
      await ended(id)
      return id
    },
    '/notifications/deliveries': async () => deadDelivery(database, await target()),
    '/notifications/targets': target,
    '/people': () => makePerson(database, randomUUID().slice(0, 20), 'viewer'),
    '/discovery/agents': () => made('/discovery/agents', { name: `a-${randomUUID().slice(0, 8)}` }),
    '/agent/orders': () => agentOrder(database),
    '/discovery/runs': () => discoveryRun(database),
    '/patterns': () => pattern(database),
    '/playbooks': async () => {
      const id = `p-${randomUUID()}`
      await (await person()).ask('PUT', '/playbooks', { id, body: `---\ntitle: ${id}\n---\n- [ ] one\n` })
      return id
    },
    '/report-links': () => made('/report-links', { label: randomUUID() }),
    '/scope/names': async () => {
      const name = `${randomUUID()}.example.com`
      await made('/scope/proofs', { name, method: 'attestation', statement: 'one' })
      return made('/scope/names', { name, addresses: ['198.51.100.7'] })
    },
    '/scope/proofs': () => made('/scope/proofs', { name: `${randomUUID()}.example.com`, method: 'dns-txt' }),
    '/scope/ranges': () => made('/scope/ranges', { kind: 'exclusion', range: `${randomUUID()}.example.com` }),
    '/scope/rulings': () =>
      made('/scope/rulings', { kind: 'domain', name: `${randomUUID()}.example.com`, standing: 'owned' }),
    '/scope/seeds': () => made('/scope/seeds', { name: `${randomUUID()}.example.com` }),
    '/surface/changes/runs': () => discoveryRun(database),
    '/surface/assets': () => surfaceAsset(database),
    '/vex/documents': async () => {
      const document = {
        ...{ '@context': 'https://openvex.dev/ns/v0.2.0', author: randomUUID() },
        statements: [{ vulnerability: 'CVE-1999-1', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
      }
      return (
        await (await person()).json<{ document: string }>('POST', `/vex/import?name=a&endsAt=${inDays(30)}`, document)
      ).document
    },
    '/vex/suppliers': async () => {
      const document = {
        ...{ '@context': 'https://openvex.dev/ns/v0.2.0', author: randomUUID() },
        statements: [{ vulnerability: 'CVE-1999-1', products: ['pkg:npm/nothing@1'], status: 'fixed' }],
      }
      const path = '/vex/suppliers?name=a.json'
      return (await (await person()).json<{ document: string }>('POST', path, document)).document
    },
    '/probes': probed,
    '/review-queues': queued,
    '/review-items': async () => {
      const queue = await queued()
      const items = [{ reference: randomUUID(), title: randomUUID() }]
      await (await person()).ask('POST', `/review-queues/${queue}/items`, { items })
      return (await listed(`/review-queues/${queue}/items`)).id
    },
    '/scenarios': registered,
    '/views': () => made('/views', { list: 'findings', name: randomUUID(), filter: '' }),
    '/vulnerabilities': async () => 'CVE-2021-44228',
    '/workspaces': async () => DEFAULT_WORKSPACE,
  }
}

/** An asset with a component that is known to be AI; its name. */
async function aiAsset(database: Database): Promise<string> {
  const id = randomUUID()
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await sql`insert into asset (workspace_id, id, kind, natural_key, name, first_seen, last_seen, last_digest)
      values (${DEFAULT_WORKSPACE}, ${id}, 'application', ${id}, ${id}, now(), now(), '')`.execute(work)
    await sql`insert into component (workspace_id, id, asset_id, purl, name, type, first_seen, last_seen, last_digest)
      values (${DEFAULT_WORKSPACE}, ${id}, ${id}, 'pkg:npm/openai@1.0.0', 'openai', 'npm', now(), now(), '')`.execute(
      work,
    )
    await sql`insert into import (workspace_id, id, asset_id, witness, importer, format, file_name, content_digest, subject,
        stated_at, imported_at, component_count, outcome)
      values (${DEFAULT_WORKSPACE}, ${id}, ${id}, 'sbom', 'cyclonedx', 'CycloneDX', 'x.json', ${id}, '{}', now(), now(), 1, '{}')`.execute(
      work,
    )
    await sql`insert into import_component (workspace_id, import_id, component_id, evidence)
      values (${DEFAULT_WORKSPACE}, ${id}, ${id}, '[]')`.execute(work)
  })
  return id
}

/** One that has ended. */
async function discoveryRun(database: Database): Promise<string> {
  const id = randomUUID()
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into discovery_run (workspace_id, id, state, seeds, vantage, started_by, started_at, ended_at)
      values (${DEFAULT_WORKSPACE}, ${id}, 'complete', '[]', 'inside, this host', 'ada', now(), now())`.execute(work),
  )
  return id
}

async function agentOrder(database: Database): Promise<string> {
  const id = await discoveryRun(database)
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into agent_order (workspace_id, run_id, agent_id, detail, asked_at)
      values (${DEFAULT_WORKSPACE}, ${id}, gen_random_uuid(), '{}', now())`.execute(work),
  )
  return id
}

async function surfaceAsset(database: Database): Promise<string> {
  const runId = await discoveryRun(database)
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    sql`insert into surface_asset (workspace_id, asset_id, standing, confidence, reason, path, distance, vantage,
        first_seen, last_seen, run_id)
      values (${DEFAULT_WORKSPACE}, 'asset-host', 'owned', 100, 'it is a seed', '[]', 0, 'inside, this host', now(), now(),
        ${runId}) on conflict do nothing`.execute(work),
  )
  return 'asset-host'
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString()
}

/** A pattern of its own, seen twice. */
async function pattern(database: Database): Promise<string> {
  const id = `asked ${randomUUID()}`
  const sketch = Array.from({ length: 8 }, () => randomBytes(4).readUInt32BE()).sort((a, b) => a - b)
  const seen = { kind: 'traces' as const, system: null, at: new Date().toISOString(), times: 2, cameThrough: 0 }
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) =>
    noteItems(work, DEFAULT_WORKSPACE, [{ id, sketch: [...new Set(sketch)], ...seen }]),
  )
  await settlePatterns({ database, clock: systemClock }, DEFAULT_WORKSPACE)
  return String(await database.inWorkspace(DEFAULT_WORKSPACE, (work) => numberOfItem(work, id)))
}

/** A run that somebody stopped before it was recorded. */
async function evaluationOrder(database: Database): Promise<string> {
  const id = randomUUID()
  const terms = { repeats: 1, isVaried: true, mostRequests: 1, mostTokens: 1, requestsPerMinute: 1, atOnce: 1 }
  await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    await writeOrder(work, DEFAULT_WORKSPACE, {
      ...{ id, name: 'one', dataset: 'one', datasetDigest: 'one', gatewayId: 'one', judgeId: null, controlId: null },
      ...{ subjectVersion: null, terms: { ...terms, sequential: undefined }, orderedBy: 'one', planned: 1 },
      at: new Date().toISOString(),
    })
    await askStop(work, id)
  })
  return id
}

async function idIn(answer: Response): Promise<string> {
  const { id } = (await answer.json()) as { id?: string }
  if (!id) throw new Error(`nothing was made: ${answer.url} answered ${answer.status}`)
  return id
}

/** One that was given up: it can be sent again. */
async function deadDelivery(database: Database, target: string): Promise<string> {
  return database.inWorkspace(DEFAULT_WORKSPACE, async (work) => {
    const { rows } = await sql<{ id: string }>`insert into notice (workspace_id, kind, key, at, target_id, detail)
      values (${DEFAULT_WORKSPACE}, 'test', ${target}, now(), ${target}, '{}') returning id`.execute(work)
    await sql`update delivery set state = 'dead' where target_id = ${target}`.execute(work)
    const kept = await sql<{ id: string }>`select id::text from delivery where target_id = ${target}`.execute(work)
    return kept.rows[0]?.id ?? String(rows[0]?.id)
  })
}
