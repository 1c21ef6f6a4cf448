import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { aiPartKinds, aiRoles, autonomies, barrierLayers, treatments, vendorSafeguards } from '#core/vocabulary'
import { controlProbe, controlTraces, gateway, httpUrl, monitor, systemTraces } from './monitoring.ts'
import { registerIssues } from './register-issues.ts'

/** Characters of a register. */
const MAX_TEXT = 2 * 1024 * 1024
const MOST = 5_000

const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'lower-case letters, digits, dots and hyphens, at most 80')
const words = (most: number) => z.string().trim().min(1).max(most)
const day = z.iso.date()
const level = z.int().min(1).max(7)
const probability = z.number().min(0).max(1)

/** A number with what speaks for it. What nobody measured is assumed, and says until when. */
const estimate = (value: z.ZodNumber) =>
  z
    .strictObject({
      value,
      basis: z.enum(['observed', 'stated', 'inferred', 'assumed']).default('assumed'),
      source: words(500).optional(),
      expires: day.optional(),
    })
    .refine(({ basis, source }) => basis === 'assumed' || source !== undefined, {
      message: 'says where it is from (source), or is assumed',
    })

const part = z.strictObject({
  kind: z.enum(aiPartKinds),
  name: words(200),
  version: words(100).optional(),
  vendor: words(200).optional(),
  purl: words(500).optional(),
  'access-level': level.optional(),
  /** Assets of the inventory that it runs on, by name. */
  assets: z.array(words(300)).max(20).default([]),
  /** Where it answers. */
  endpoint: httpUrl.optional(),
  /** The gateway in front of it, by name. */
  behind: words(200).optional(),
})

const system = z.strictObject({
  id,
  name: words(200),
  owner: words(200).optional(),
  purpose: words(2_000),
  role: z.enum(aiRoles),
  autonomy: z.enum(autonomies),
  oversight: words(2_000).optional(),
  'data-classes': z.array(words(100)).max(50).default([]),
  'access-level': level.optional(),
  parts: z.array(part).max(500).default([]),
  traces: systemTraces.optional(),
})

const control = z.strictObject({
  id,
  name: words(200),
  owner: words(200).optional(),
  claim: words(2_000),
  measure: words(2_000).optional(),
  system: id.optional(),
  version: words(100).optional(),
  references: z.array(words(100)).max(100).default([]),
  'review-days': z.int().min(1).max(3_650).default(180),
  'half-life-days': z.int().min(1).max(3_650).default(90),
  'probe-interval-minutes': z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
  'rests-on': z.array(words(200)).max(20).default([]),
  vendor: z.enum(vendorSafeguards).optional(),
  'most-failures': z.number().min(0).max(1).optional(),
  traces: controlTraces.optional(),
  probe: controlProbe.optional(),
})

const barrier = z.strictObject({
  control: id,
  layer: z.enum(barrierLayers),
  causes: z.array(words(100)).max(20).default([]),
})

const scenario = z.strictObject({
  id,
  title: words(300),
  owner: words(200).optional(),
  harm: words(2_000),
  appetite: z.number().min(0).max(1e9).optional(),
  treatment: z.enum(treatments).default('mitigate'),
  'treatment-until': day.optional(),
  initiators: z.array(words(300)).max(20).default([]),
  attempts: estimate(z.number().min(0).max(1e9)).optional(),
  enabling: z
    .array(z.strictObject({ condition: words(300), probability: estimate(probability).optional() }))
    .max(20)
    .default([]),
  consequence: estimate(probability).default({ value: 1, basis: 'assumed' }),
  techniques: z.array(words(40)).max(50).default([]),
  'review-days': z.int().min(1).max(3_650).default(180),
  barriers: z.array(barrier).max(40).default([]),
})

const assumption = z.strictObject({
  id,
  title: words(300),
  value: z.number(),
  unit: words(50),
  source: words(500),
  stated: day,
  expires: day,
})

const register = z.strictObject({
  'ai-register': z.literal(1),
  systems: z.array(system).max(MOST).default([]),
  controls: z.array(control).max(MOST).default([]),
  scenarios: z.array(scenario).max(MOST).default([]),
  assumptions: z.array(assumption).max(MOST).default([]),
  gateways: z.array(gateway).max(100).default([]),
  monitors: z.array(monitor).max(1_000).default([]),
})

export type AiRegister = z.infer<typeof register>
export type RegisteredSystem = z.infer<typeof system>
export type RegisteredControl = z.infer<typeof control>
export type RegisteredScenario = z.infer<typeof scenario>
export type RegisteredAssumption = z.infer<typeof assumption>

/**
 * Reads an `ai-register.yaml`. Problems: `too-large`, `not-yaml` (with the line), `not-a-register` (with what is wrong
 * where, at most ten of it).
 */
export function readAiRegister(text: string): Result<AiRegister> {
  if (text.length > MAX_TEXT) return err(problem('too-large', `a register has at most ${MAX_TEXT} characters`))
  const read = readYaml(text)
  if (!read.ok) return read
  const checked = register.safeParse(read.value)
  if (!checked.success) return err(problem('not-a-register', registerIssues(checked.error.issues, read.value, text)))
  const wrong = [...repeated(checked.data), ...dangling(checked.data)]
  return wrong.length > 0 ? err(problem('not-a-register', wrong.slice(0, 10).join('; '))) : ok(checked.data)
}

function readYaml(text: string): Result<unknown> {
  try {
    return ok(parse(text, { maxAliasCount: 50, uniqueKeys: true, logLevel: 'error' }))
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined
    const where = line === undefined ? '' : ` (line ${line})`
    return err(problem('not-yaml', `${(cause as Error).message.split('\n')[0]?.slice(0, 300)}${where}`, cause))
  }
}

function* repeated(all: AiRegister): Generator<string> {
  for (const list of ['systems', 'controls', 'scenarios', 'assumptions', 'gateways', 'monitors'] as const) {
    const seen = new Set<string>()
    for (const one of all[list]) {
      if (seen.has(one.id)) yield `${list}: two have the id ${one.id}`
      seen.add(one.id)
    }
  }
}

/** What is named must be in the same register: it says all there is. */
function* dangling({ systems, controls, scenarios, gateways, monitors }: AiRegister): Generator<string> {
  const systemIds = new Set(systems.map((one) => one.id))
  const controlIds = new Set(controls.map((one) => one.id))
  for (const one of controls)
    if (one.system !== undefined && !systemIds.has(one.system))
      yield `controls.${one.id}: there is no system ${one.system}`
  const gatewayIds = new Set(gateways.map((one) => one.id))
  for (const { id: control, probe } of controls)
    if (probe && !gatewayIds.has(probe.gateway))
      yield `controls.${control}: there is no target ${probe.gateway} under gateways`
  for (const { id: system, parts } of systems) {
    const fronts = new Set([...gatewayIds, ...parts.filter(({ kind }) => kind === 'gateway').map(({ name }) => name)])
    for (const { name, behind } of parts)
      if (behind !== undefined && !fronts.has(behind)) yield `systems.${system}: ${name} is behind no gateway ${behind}`
  }
  for (const { id: control, system, 'rests-on': named } of controls) {
    const known = systems.filter((one) => system === undefined || one.id === system).flatMap(({ parts }) => parts)
    for (const part of named)
      if (!gatewayIds.has(part) && !known.some(({ name }) => name === part))
        yield `controls.${control}: its system has no part ${part}`
  }
  for (const one of monitors) {
    if (!systemIds.has(one.system)) yield `monitors.${one.id}: there is no system ${one.system}`
    if (one.kind === 'rate' && one.bad <= one.usual) yield `monitors.${one.id}: bad is above usual`
  }
  for (const one of scenarios)
    for (const { control: named } of one.barriers)
      if (!controlIds.has(named)) yield `scenarios.${one.id}: there is no control ${named}`
}
