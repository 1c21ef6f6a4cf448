import { randomBytes } from 'node:crypto'
import type { Control } from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { appendEvidence } from '#assurance/evidence/store'
import {
  type GatewayAnswer,
  judgeLife,
  type LifeVerdict,
  makeMarker,
  type ProbeRule,
  readGatewayAnswer,
} from '#assurance/monitoring'
import {
  comeThrough,
  type GrantedGateway,
  noteProbe,
  noteVerdict,
  probedControls,
  readGateways,
  traceSettings,
} from '#assurance/monitoring/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { readDiscoverySettings } from '#exposure/surface/store'
import type { Database } from '#platform/database'
import { type ServicePort, servicePort } from '#platform/http'
import type { SecretBox } from '#platform/secrets'
import { completionsOf } from './ask-target.ts'
import type { FlowContext } from './context.ts'

/** What probing needs of the installation. */
export interface ProbeContext extends Pick<FlowContext, 'database' | 'clock'> {
  secrets: SecretBox
  /** Hosts inside the own network that may be reached. */
  privateHosts: readonly string[]
}

/** What a probe of one control came to. */
export interface ProbedLife extends LifeVerdict {
  controlId: string
  /** The verdict is another than that of the probe before. */
  hasTurned: boolean
}

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Probes of a workspace go out one after the other: nobody's gateway is to feel them. */
const MOST_AT_ONCE = 50
const MAX_ANSWER = 256 * 1024

/**
 * Sends the probes whose time has come, or those of some controls now, and records what became of them as evidence of life.
 * Nothing is sent while an administrator has stopped all probes, and to no gateway that an owner did not approve.
 */
export async function probeSafeguards(
  context: ProbeContext,
  workspaceId: string,
  { only, signal }: { only?: readonly string[]; signal?: AbortSignal } = {},
): Promise<ProbedLife[]> {
  const { database, clock } = context
  const { due, gateways, controls, key, isStopped } = await database.inWorkspace(workspaceId, async (work) => {
    const all = await probedControls(work, only ? undefined : clock())
    const due = only ? all.filter(({ controlId }) => only.includes(controlId)) : all.slice(0, MOST_AT_ONCE)
    const ids = due.map(({ controlId }) => controlId)
    return {
      due,
      gateways: new Map((await readGateways(work)).map((gateway) => [gateway.id, gateway])),
      controls: new Map((await readControls(work, ids)).map((control) => [control.id, control])),
      key: (await traceSettings(work, workspaceId)).key,
      isStopped: (await readDiscoverySettings(work)).stopped !== undefined,
    }
  })
  const probed: ProbedLife[] = []
  for (const { controlId, rule } of due) {
    if (signal?.aborted) break
    const control = controls.get(controlId)
    if (!control) continue
    const gateway = isStopped
      ? err(problem('stopped', 'all probes were stopped: an administrator can release them'))
      : mayAsk(gateways.get(rule.gateway), rule)
    probed.push(await probeOne(context, workspaceId, { control, rule, gateway, key, signal }))
  }
  return probed
}

function mayAsk(gateway: GrantedGateway | undefined, rule: ProbeRule): Result<GrantedGateway> {
  if (!gateway) return err(problem('no-gateway', `the register names no target "${rule.gateway}" under gateways`))
  return gateway.isApproved
    ? ok(gateway)
    : err(problem('not-approved', `nobody approved that ${gateway.id} is asked at ${gateway.url}`))
}

interface OneProbe {
  control: Control
  rule: ProbeRule
  gateway: Result<GrantedGateway>
  /** Of the workspace's digests: its markers are known again by it. */
  key: Buffer
  signal: AbortSignal | undefined
}

async function probeOne(context: ProbeContext, workspaceId: string, probe: OneProbe): Promise<ProbedLife> {
  const { database, clock } = context
  const { control, rule, gateway, key, signal } = probe
  const controlId = control.id
  const traces = [traceId(), traceId()] as const
  const nextAt = new Date(Date.parse(clock()) + control.probeIntervalSeconds * 1_000).toISOString()
  // Noted before anything is sent: whatever comes of it, it is nobody's demand, and the next one is not at once.
  await database.inWorkspace(workspaceId, (work) => noteProbe(work, workspaceId, { controlId, traces, nextAt }))
  const judged: LifeVerdict = gateway.ok
    ? await askPair(context, gateway.value, { rule, traces, workspaceId, key, signal })
    : { verdict: 'unknown', note: gateway.error.message }
  const at = clock()
  return database.inWorkspace(workspaceId, (work) => record(work, workspaceId, control, { ...judged, at }))
}

async function record(
  work: InTransaction,
  workspaceId: string,
  { id: controlId, version }: Pick<Control, 'id' | 'version'>,
  { verdict, note, at }: LifeVerdict & { at: string },
): Promise<ProbedLife> {
  const before = await noteVerdict(work, { controlId, verdict, note, at })
  // What could not be told is no evidence either way; how long ago it could be, the control says by itself.
  if (verdict !== 'unknown')
    await appendEvidence(
      work,
      workspaceId,
      [
        {
          ...{ kind: 'probe', aspect: 'liveness', result: verdict === 'live' ? 'pass' : 'fail', demands: 1, weight: 1 },
          ...{ controlId, subjectVersion: version, source: 'liveness probe', at, note },
        },
      ],
      at,
      'Lunette',
    )
  return { controlId, verdict, note, hasTurned: before !== verdict }
}

interface Pair {
  rule: ProbeRule
  traces: readonly [marked: string, harmless: string]
  workspaceId: string
  key: Buffer
  signal: AbortSignal | undefined
}

async function askPair(
  { secrets, privateHosts }: ProbeContext,
  gateway: GrantedGateway,
  { rule, traces, workspaceId, key, signal }: Pair,
): Promise<LifeVerdict> {
  const secret =
    gateway.secret === null ? ok(undefined) : secrets.open(gateway.secret, gatewayPurpose(workspaceId, gateway.id))
  if (!secret.ok) return { verdict: 'unknown', note: secret.error.message }
  const host = new URL(gateway.url).hostname.replace(/^\[|\]$/g, '')
  const port = servicePort({ hosts: [host], privateHosts: privateHosts.includes(host) ? [host] : [] })
  const [marked, harmless] = [makeMarker(key), makeMarker(key)]
  const send = (template: string, word: string, trace: string) =>
    ask(port, gateway, { text: template.replaceAll('{marker}', word), trace, secret: secret.value, signal })
  try {
    const answers = {
      harmless: await send(rule.harmless, harmless, traces[1]),
      marked: await send(rule.text, marked, traces[0]),
    }
    return judgeLife({ ...answers, markers: { marked, harmless } })
  } finally {
    await port.close()
  }
}

/** Binds a sealed secret to its gateway. */
export function gatewayPurpose(workspaceId: string, id: string): string {
  return `gateway ${workspaceId} ${id}`
}

function traceId(): string {
  return randomBytes(16).toString('hex')
}

interface Question {
  text: string
  trace: string
  secret: string | undefined
  signal: AbortSignal | undefined
}

async function ask(
  port: ServicePort,
  { url, model, header, 'timeout-seconds': seconds }: GrantedGateway,
  { text, trace, secret, signal }: Question,
): Promise<GatewayAnswer> {
  const late = AbortSignal.timeout(seconds * 1_000)
  const headers = {
    'content-type': 'application/json',
    // Spans of the gateway and of what lies behind it join this trace (W3C Trace Context).
    traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`,
    'x-lunette-probe': '1',
    ...(secret !== undefined && { [header]: header === 'authorization' ? `Bearer ${secret}` : secret }),
  }
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: text }], max_tokens: 100, temperature: 0 })
  const call = { method: 'POST' as const, url: completionsOf(url), headers, body }
  const asked = await port.send(call, signal ? AbortSignal.any([signal, late]) : late)
  if (!asked.ok) return { kind: 'none', why: asked.error.message }
  try {
    return readGatewayAnswer(asked.value.status, asked.value.headers, await beginningOf(asked.value.body))
  } catch (cause) {
    return { kind: 'none', why: `the answer broke off (${(cause as Error).message})` }
  }
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MAX_ANSWER) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Looks downstream for the last probes: one of which a model was asked came through, whatever the gateway says. To be called
 * before traces are settled.
 */
export async function lookDownstream({ database, clock }: ProbeContext, workspaceId: string): Promise<ProbedLife[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const through = await comeThrough(work)
    const controls = await readControls(
      work,
      through.map(({ controlId }) => controlId),
    )
    const probed: ProbedLife[] = []
    for (const control of controls) {
      const note = 'the trace of the probe shows that a model was asked, whatever the gateway answered'
      probed.push(await record(work, workspaceId, control, { verdict: 'dead', note, at: clock() }))
    }
    return probed
  })
}
