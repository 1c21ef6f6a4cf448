import { readFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { traceSources, useOf } from '#assurance/monitoring/store'
import { droppedWords } from '#contract/dropped-words'
import type { EvaluationGapRow } from '#contract/monitoring'
import { inHundred, moreBetween, moreInHundred } from '#contract/number-words'
import { err, type Outcome, ok, problem, type Result } from '#core/kernel'
import { readAiSystems } from '#exposure/inventory/store'
import { gapOf, type RunGap } from '#flows/evaluation-gap'
import { gatewaysOf, keepSecret, settleApproval } from '#flows/gateways'
import { watchedMonitors } from '#flows/monitors'
import { probeSafeguards } from '#flows/probe-safeguards'
import { settleTraces, TraceIntake } from '#flows/traces'
import type { TraceFormat } from '#intake/traces'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { isPublicAddress } from '#platform/http'
import { gapRowOf, gatewayRowOf, monitorRowOf } from '../../monitoring-rows.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE
const DAY_MS = 86_400_000

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette traces import`: a gateway's log or kept OTLP is counted as if it had been sent. */
export async function importTraces(path: string, flags: Flags): Promise<number> {
  const parts = await partsOf(path)
  if (!parts.ok) return refuse(parts.error.message)
  const done = await withNewRuntime(flags, async (runtime) => {
    const intake = new TraceIntake(runtime)
    const sum = { read: 0, kept: 0, dropped: [] as Outcome['dropped'] }
    for (const bytes of parts.value.parts) {
      const taken = await takeInTime(intake, parts.value.format, bytes)
      if (!taken.ok) return taken
      sum.read += taken.value.read
      sum.kept += taken.value.kept
      sum.dropped.push(...taken.value.dropped)
    }
    const settled = await settleTraces(runtime, workspaceId, 0)
    return ok({ ...sum, traces: settled.traces, evidence: settled.evidence })
  })
  if (!done.ok && done.error.code.startsWith('not-')) return refuse(`${path}: ${done.error.message}`)
  return finish(done, (taken) => {
    const { read, kept, traces, evidence, dropped } = taken
    const lines = [
      `${path}: ${kept} of ${read} spans taken, ${traces} traces of known systems counted, ${evidence} pieces of evidence`,
      ...dropped.map((one) => `  ${droppedWords(one)}`),
    ]
    print(taken, lines.join('\n'), flags.json)
  })
}

const PART_BYTES = 4 * 1024 * 1024

/** Lines in parts that a request could have, anything else as a whole. */
async function partsOf(path: string): Promise<Result<{ format: TraceFormat; parts: Buffer[] }>> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes, { maxOutputLength: 1024 ** 3 })
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read: ${(cause as Error).message}`, cause))
  }
  const name = basename(path).replace(/\.gz$/, '')
  if (/\.(?:pb|bin|otlp)$/.test(name)) return ok({ format: 'protobuf', parts: [bytes] })
  if (/\.json$/.test(name)) return ok({ format: 'json', parts: [bytes] })
  const parts: Buffer[] = []
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, Math.min(bytes.length, from + PART_BYTES))
    const to = found < 0 ? bytes.length : found + 1
    parts.push(bytes.subarray(from, to))
    from = to
  }
  return ok({ format: 'lines', parts })
}

/** A file is no reason to go above the rate that traces are taken at. */
async function takeInTime(intake: TraceIntake, format: TraceFormat, bytes: Buffer): Promise<Result<Outcome>> {
  for (;;) {
    const taken = await intake.take({ workspaceId, format, bytes })
    if (taken.ok || taken.error.code !== 'too-many-spans') return taken
    await pause((taken.error.cause as { wait: number }).wait * 1_000)
  }
}

/** `lunette traces show`: what came in, and whose it was taken to be. */
export async function showTraces(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database, clock }) => {
    const since = new Date(Date.parse(clock()) - DAY_MS).toISOString()
    return ok(
      await database.inWorkspace(workspaceId, async (work) => {
        const systems = []
        for (const { slug } of await readAiSystems(work))
          systems.push({ system: slug, ...(await useOf(work, slug, since)) })
        return { systems, sources: await traceSources(work) }
      }),
    )
  })
  return finish(done, (shown) => {
    const use = shown.systems.map((one) => [
      one.system,
      ...[one.demands, one.refused, one.errors, one.tokens].map(String),
    ])
    const from = shown.sources.map(({ service, system, spans }) => [
      service,
      system ?? 'NO SYSTEM: nothing is counted',
      String(spans),
    ])
    const text = [
      columns(['system', 'requests in a day', 'refused', 'errors', 'tokens'], use),
      from.length === 0
        ? 'no span came in yet: docs/monitoring.md says how'
        : columns(['service', 'of', 'spans'], from),
    ]
    print(shown, text.join('\n\n'), flags.json)
  })
}

/** `lunette monitor list`: every monitor with what it said last. */
export async function listMonitors(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) =>
    ok((await watchedMonitors(runtime, workspaceId)).map(monitorRowOf)),
  )
  return finish(done, (monitors) => {
    const rows = monitors.map((one) => [
      ...[
        one.id,
        one.system,
        one.alarmSince ? `ALARM since ${one.alarmSince.slice(0, 16)}` : one.lookedAt ? 'quiet' : 'waiting',
      ],
      one.sentence ?? 'it has not looked yet',
    ])
    const text =
      rows.length === 0 ? 'the register names no monitor' : columns(['monitor', 'system', 'state', 'says'], rows)
    print(monitors, text, flags.json)
  })
}

/** `lunette control probe`: sends the probe of a control now. Exit 1 where it is dead. */
export async function probeControl(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    await runtime.database.inWorkspace(workspaceId, (work) =>
      recordAudit(work, {
        chain: workspaceId,
        at: runtime.clock(),
        actor,
        action: 'control.probe',
        target: id,
        detail: {},
      }),
    )
    const context = { ...runtime, privateHosts: runtime.config.privateHosts }
    const [probed] = await probeSafeguards(context, workspaceId, { only: [id] })
    return probed ? ok(probed) : err(problem('no-such-control', `the register names no probe of a control "${id}"`))
  })
  if (!done.ok && done.error.code === 'no-such-control') return refuse(done.error.message)
  return finish(done, ({ controlId, verdict, note }) => {
    print({ control: controlId, verdict, note }, `${controlId}: ${verdict}: ${note}`, flags.json)
    return verdict === 'dead' ? exitCodes.findings : exitCodes.clean
  })
}

/** `lunette control gap`: how far a control's newest evaluation speaks for production. */
export function controlGap(id: string, flags: Flags): Promise<number> {
  return showGap((runtime) => gapOf(runtime, workspaceId, { controlId: id }), flags)
}

/** `lunette eval gap`: the same of one run. */
export function runGap(id: string, flags: Flags): Promise<number> {
  return showGap((runtime) => gapOf(runtime, workspaceId, { runId: id }), flags)
}

async function showGap(find: (runtime: Runtime) => Promise<Result<RunGap>>, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const row = gapRowOf(await find(runtime))
    return 'code' in row ? err(row) : ok(row)
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (found) => print(found, gapWords(found), flags.json))
}

function gapWords({ lacking, gap }: EvaluationGapRow): string {
  if (!gap) return `nothing can be said: ${lacking}`
  const rows = gap.strata.map(({ stratum, production, test, cases, failures, isBlind }) => [
    ...[stratum || 'no stratum', inHundred(production), inHundred(test), `${failures} of ${cases}`],
    isBlind ? 'BLIND' : '',
  ])
  const { gap: difference, reweighted } = gap
  const atMix =
    reweighted === null
      ? 'unknown in the mix of production'
      : `${inHundred(reweighted)} in the mix of production (effective share of the cases: ${inHundred(gap.effectiveShare)})`
  const measured = difference
    ? `production fails ${gap.labelFailures} of ${gap.labelled} labelled items: a gap of ${moreInHundred(difference.value)} (95 %: ${moreBetween(difference.bounds)})`
    : gap.labelled === 0
      ? 'nobody labelled items of production: the gap is unknown'
      : `production fails ${gap.labelFailures} of ${gap.labelled} labelled items: the gap is unknown, for no stratum of production was tested enough`
  return [
    `${gap.runName} (${gap.run}) against ${gap.demands.toLocaleString('en')} requests on ${gap.system} in ${gap.days} days`,
    `fails ${inHundred(gap.naive)} as tested, ${atMix}`,
    `blind to ${inHundred(gap.blindShare)} of production`,
    measured,
    columns(['stratum', 'production', 'test', 'failed', ''], rows),
    `next: ${gap.next}`,
  ].join('\n')
}

/** `lunette target list`: targets of the register, and whether they may be asked. */
export async function listGateways(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) =>
    ok((await gatewaysOf(runtime, workspaceId)).map(gatewayRowOf)),
  )
  return finish(done, (gateways) => {
    const rows = gateways.map((one) => [
      ...[one.id, one.url, one.model, one.hasSecret ? 'has a secret' : 'no secret'],
      one.isApproved ? `approved by ${one.approvedBy}` : 'NOT APPROVED: it is not asked',
    ])
    print(
      gateways,
      rows.length === 0
        ? 'the register names no target under gateways'
        : columns(['target', 'address', 'model', 'secret', 'probes'], rows),
      flags.json,
    )
  })
}

/** `lunette target approve`: agrees that a target is asked at the address it has now; `--withdraw` takes that back. */
export async function approve(id: string, flags: Flags & { withdraw?: boolean }): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const gateway = (await gatewaysOf(runtime, workspaceId)).find((one) => one.id === id)
    const url = flags.withdraw ? undefined : gateway?.url
    const settled = await settleApproval(runtime, { workspaceId, by: actor }, id, url, (work) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, target: id, detail: { url: url ?? null } },
        action: flags.withdraw ? 'gateway.withdraw' : 'gateway.approve',
      }),
    )
    if (!settled.ok) return settled
    return ok({ id, url: url ?? null, blocked: blockedHost(url, runtime.config.privateHosts) })
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, ({ blocked, ...value }) => {
    print(value, value.url ? `${id} is probed at ${value.url} from now on` : `${id} is probed no more`, flags.json)
    if (blocked !== undefined)
      say(
        `${blocked} is a private address, and nothing is sent there until the administrator of this machine lists it (privateHosts): until then each probe says unknown`,
      )
  })
}

/** The host of an address that the service port refuses; names are looked up when they are asked. */
function blockedHost(url: string | undefined, privateHosts: readonly string[]): string | undefined {
  const host = url === undefined ? '' : new URL(url).hostname.replace(/^\[|\]$/g, '')
  const isPrivate = host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host))
  return isPrivate && !privateHosts.includes(host) ? host : undefined
}

const MAX_SECRET = 4_000

/** `lunette target secret`: keeps what stands on standard input as the target’s secret, sealed; nothing forgets it. */
export async function keepGatewaySecret(id: string, flags: Flags): Promise<number> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8').trim()
  if (text.length > MAX_SECRET) return refuse('a secret is shorter than that')
  const done = await withRuntime(flags, async (runtime) => {
    const secret = text === '' ? null : text
    const kept = await keepSecret(runtime, { workspaceId, by: actor }, id, secret, (work) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'gateway.secret', target: id },
        detail: { isSet: secret !== null },
      }),
    )
    return kept.ok ? ok({ id, hasSecret: secret !== null }) : kept
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (value) =>
    print(value, value.hasSecret ? `the secret of ${id} is kept` : `${id} has no secret now`, flags.json),
  )
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
