import type { Control } from '#assurance/controls'
import type { Rule } from '#assurance/monitoring/store'
import type { Scenario } from '#assurance/threats'
import type { AiSystem } from '#core/vocabulary'
import type { AiRegister } from '#intake/registers'

/** What a register says of traces, probes and monitors, as rules: they are the same for their owners until they say otherwise. */
export function rulesOf({ systems, controls, gateways, monitors }: AiRegister): Rule[] {
  const own = ({ id: _, ...rule }: { id: string }) => rule
  return [
    ...systems.flatMap(({ id, traces }) => (traces ? [{ kind: 'system' as const, id, rule: traces }] : [])),
    ...controls.flatMap(({ id, traces }) => (traces ? [{ kind: 'control' as const, id, rule: traces }] : [])),
    ...controls.flatMap(({ id, probe }) => (probe ? [{ kind: 'probe' as const, id, rule: probe }] : [])),
    ...gateways.map((one) => ({ kind: 'gateway' as const, id: one.id, rule: own(one) })),
    ...monitors.map((one) => ({ kind: 'monitor' as const, id: one.id, rule: own(one) })),
  ]
}

type Registered<Kind extends 'systems' | 'controls' | 'scenarios'> = AiRegister[Kind] extends readonly (infer One)[]
  ? One
  : never

/** What a register says of an AI system, as it is kept. */
export function systemOf(system: Registered<'systems'>): AiSystem {
  const { id, name, owner, purpose, role, autonomy, oversight, parts } = system
  return {
    ...{ slug: id, name, owner: owner ?? null, purpose, role, autonomy, oversight: oversight ?? null },
    dataClasses: system['data-classes'],
    accessLevel: system['access-level'] ?? null,
    parts: parts.map(({ kind, name: called, version, vendor, purl, 'access-level': level, ...where }) => ({
      ...{ kind, name: called, version: version ?? null, vendor: vendor ?? null, purl: purl ?? null },
      ...{ accessLevel: level ?? null, assets: where.assets, endpoint: where.endpoint ?? null },
      ...{ behind: where.behind ?? null, bom: null },
    })),
  }
}

const MINUTE_SECONDS = 60

/** What a register says of a control, as it is kept. */
export function controlOf(control: Registered<'controls'>): Omit<Control, 'cleared'> {
  const { id, name, owner, claim, measure, system, version, references } = control
  return {
    ...{ id, name, owner: owner ?? null, claim, measure: measure ?? null, system: system ?? null },
    ...{ version: version ?? null, references },
    reviewDays: control['review-days'],
    halfLifeDays: control['half-life-days'],
    probeIntervalSeconds: control['probe-interval-minutes'] * MINUTE_SECONDS,
    restsOn: control['rests-on'],
    vendorSafeguard: control.vendor ?? null,
    mostFailures: control['most-failures'] ?? null,
  }
}

/** What a register says of a scenario, as it is kept. */
export function scenarioOf(scenario: Registered<'scenarios'>): Scenario {
  const { id, title, owner, harm, appetite, treatment, attempts, enabling, consequence, barriers } = scenario
  return {
    ...{ id, title, owner: owner ?? null, harm, appetite: appetite ?? null, treatment },
    treatmentUntil: scenario['treatment-until'] ?? null,
    ...{ initiators: scenario.initiators, attempts: attempts ?? null, consequence, barriers },
    enabling: enabling.map(({ condition, probability }) => ({ condition, probability: probability ?? null })),
    ...{ techniques: scenario.techniques, reviewDays: scenario['review-days'] },
    ...{ beganAs: null, keptIn: 'register' },
  }
}
