import type { TracedSpan } from '#core/vocabulary'

/** How an AI system is told in traces, and what tells its strata. */
export interface SystemTraces {
  system: string
  /** Values of `service.name`; its own id is one, too. */
  services: readonly string[]
  /** Attributes that its spans carry, all of them. */
  attributes: Readonly<Record<string, string>>
  /** Attributes whose values, joined, are the stratum: task, channel, language, … Without them `lunette.stratum`. */
  stratum: readonly string[]
}

/** How a control is told in traces. Its id in `lunette.control` or as a guardian's tells it always. */
export interface ControlTraces {
  control: string
  system: string | null
  /** Names of its spans; `*` at the end stands for anything. */
  spans: readonly string[]
  attributes: Readonly<Record<string, string>>
  /** Only traces with one of these operations or tools are demands on it; none: all traces of the system. */
  operations: readonly string[]
}

/** Whose a span is. Made once for the rules of a workspace, asked for every span. */
export class Attribution {
  readonly #systems: readonly SystemTraces[]
  readonly #bySlug: ReadonlyMap<string, SystemTraces>
  readonly #byService = new Map<string, string>()
  readonly #controls: ReadonlyMap<string, ControlTraces>
  readonly #bySpan = new Map<string, string[]>()
  readonly #patterned: readonly ControlTraces[]

  constructor(systems: readonly SystemTraces[], controls: readonly ControlTraces[]) {
    this.#systems = systems.filter(({ attributes }) => Object.keys(attributes).length > 0)
    this.#bySlug = new Map(systems.map((one) => [one.system, one]))
    for (const { system, services } of systems)
      for (const service of [system, ...services]) this.#byService.set(service.toLowerCase(), system)
    this.#controls = new Map(controls.map((one) => [one.control, one]))
    for (const { control, spans } of controls)
      for (const name of spans)
        if (!name.endsWith('*')) this.#bySpan.set(name, [...(this.#bySpan.get(name) ?? []), control])
    this.#patterned = controls.filter(
      ({ spans, attributes }) => spans.some((name) => name.endsWith('*')) || Object.keys(attributes).length > 0,
    )
  }

  /** The system a span itself speaks of: what it names, its service, its attributes, its agent. */
  systemOf({ system, service, attributes }: TracedSpan): string | undefined {
    if (system !== undefined && this.#bySlug.has(system)) return system
    const byService = service === undefined ? undefined : this.#byService.get(service.toLowerCase())
    if (byService !== undefined) return byService
    const matched = this.#systems.find((one) => carries(attributes, one.attributes))
    if (matched) return matched.system
    return ['gen_ai.agent.id', 'gen_ai.agent.name']
      .map((key) => attributes.get(key) ?? '')
      .find((id) => this.#bySlug.has(id))
  }

  /** Controls whose span it is, or that its attributes show. */
  controlsOf({ name, controls, attributes }: TracedSpan): string[] {
    const found = controls.filter((id) => this.#controls.has(id))
    for (const id of this.#bySpan.get(name) ?? []) if (!found.includes(id)) found.push(id)
    for (const one of this.#patterned)
      if (!found.includes(one.control) && isShown(one, name, attributes)) found.push(one.control)
    return found
  }

  control(id: string): ControlTraces | undefined {
    return this.#controls.get(id)
  }

  controlsOfSystem(system: string): ControlTraces[] {
    return [...this.#controls.values()].filter((one) => one.system === system)
  }

  /** `chat / de`; empty where nothing tells. A part that is missing is said. */
  stratumOf(system: string, { attributes }: TracedSpan): string {
    const keys = this.#bySlug.get(system)?.stratum ?? []
    if (keys.length === 0) return attributes.get('lunette.stratum') ?? ''
    const parts = keys.map((key) => attributes.get(key))
    return parts.every((part) => part === undefined) ? '' : parts.map((part) => part ?? 'not stated').join(' / ')
  }
}

function isShown(rule: ControlTraces, name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (rule.spans.some((pattern) => pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))) return true
  return Object.keys(rule.attributes).length > 0 && carries(attributes, rule.attributes)
}

function carries(attributes: ReadonlyMap<string, string>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => attributes.get(key) === value)
}
