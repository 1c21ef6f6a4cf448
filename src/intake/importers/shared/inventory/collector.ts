import { type Dropped, dropRecord, emptyOutcome, err, ok, outcomeStatus, plainWords, problem } from '#core/kernel'
import type {
  Component,
  Distribution,
  ImportedInventory,
  ReportedFinding,
  ReportedRelation,
  Subject,
  VexStatement,
} from '#core/vocabulary'
import type { ImportLimits, ImportResult } from '../../contract.ts'
import { findCycle } from './cycle.ts'
import { componentOf, type Draft } from './draft.ts'

/** What the document says of itself. */
export interface DocumentFacts {
  importer: string
  format: string
  subject: Subject
  statedAt?: string | undefined
  tool?: string | undefined
  /** What the tool was told to look for, as far as the document says. */
  configuration?: string | undefined
  /** Hosts that a report looked at, silent ones too. */
  hosts?: string[] | undefined
  /** `false`: what the document is silent about is not gone. */
  complete?: boolean | undefined
  /** The file names direct dependencies only. */
  directOnly?: boolean | undefined
}

const MAX_RELATIONS = 50_000
const MAX_TOOL = 200
const MAX_SUBJECT = 500

/** The subject with its words cut to what a list can show, and without what would turn the words beside them. */
function boundedSubject(subject: Subject): Subject {
  const { version, name } = subject
  return {
    ...subject,
    name: plainWords(name.slice(0, MAX_SUBJECT)),
    ...(version ? { version: plainWords(version.slice(0, MAX_SUBJECT)) } : {}),
  }
}

const distributionTypes = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** Gathers what an importer reads into an inventory: canonical identities, unique refs, counted drops and notes. */
export class InventoryCollector {
  readonly outcome = emptyOutcome()
  readonly vex: VexStatement[] = []
  /** Set by importers of reports, which may well have none. */
  findings: ReportedFinding[] | undefined
  readonly #relations = new Map<string, ReportedRelation>()
  readonly #limits: ImportLimits
  readonly #byRef = new Map<string, Component>()
  readonly #copies = new Map<string, number>()
  readonly #passedOver = new Set<string>()
  readonly #notes = emptyOutcome()

  constructor(limits: ImportLimits) {
    this.#limits = limits
  }

  /** Adds one component; a second with the same ref is kept under a ref of its own, and noted. */
  add(draft: Draft): Component | undefined {
    this.outcome.read++
    if (this.outcome.read > this.#limits.components) {
      this.drop('too-many-components', `only the first ${this.#limits.components} were kept`, false)
      return undefined
    }
    const { component, faults } = componentOf(draft, this.#limits)
    for (const fault of faults) {
      if (component) this.note(fault.code, fault.example)
      else this.drop(fault.code, fault.example, false)
    }
    if (component) this.#keep(component)
    return component
  }

  #keep(component: Component): void {
    if (this.#byRef.has(component.ref)) {
      const copy = (this.#copies.get(component.ref) ?? 1) + 1
      this.#copies.set(component.ref, copy)
      this.note('duplicate-ref', component.ref)
      component.ref = this.#byRef.has(`${component.ref}#${copy}`)
        ? `${component.ref}#${copy}#${this.#byRef.size}`
        : `${component.ref}#${copy}`
    }
    this.#byRef.set(component.ref, component)
    this.outcome.kept++
  }

  /** The component under a ref, for facts that stand elsewhere in the document. */
  find(ref: string): Component | undefined {
    return this.#byRef.get(ref)
  }

  /** Takes back a component that turned out to be the subject. */
  remove(ref: string): void {
    if (!this.#byRef.delete(ref)) return
    this.outcome.read--
    this.outcome.kept--
  }

  get size(): number {
    return this.#byRef.size
  }

  /** Takes a finding of the tool whose report this is. */
  report(finding: ReportedFinding): void {
    this.outcome.read++
    this.findings ??= []
    if (this.findings.length >= this.#limits.components) {
      this.drop('too-many-findings', `only the first ${this.#limits.components} were kept`, false)
      return
    }
    this.outcome.kept++
    this.findings.push(finding)
  }

  /** Takes a relation between assets, each once; the surest statement of it counts. */
  relate(relation: ReportedRelation): void {
    const { kind, from, to, host } = relation
    const key = JSON.stringify([kind, from?.kind, from?.name, from?.purl, to?.kind, to?.name, to?.purl, host])
    const known = this.#relations.get(key)
    if (known) known.confidence = Math.max(known.confidence, relation.confidence)
    else if (this.#relations.size < MAX_RELATIONS) this.#relations.set(key, { ...relation })
    else this.note('too-many-relations', `only the first ${MAX_RELATIONS} were kept`)
  }

  /** Counts a record that was left out. */
  drop(code: string, example: string, countRead = true): void {
    if (countRead) this.outcome.read++
    dropRecord(this.outcome, code, example)
  }

  /** Counts something that was read differently than written, without loss of a component. */
  note(code: string, example: string): void {
    dropRecord(this.#notes, code, example)
  }

  /** Remembers a ref that stands for no component (a distribution, a group), so that edges to it are no surprise. */
  passOver(ref: string | undefined): void {
    if (ref !== undefined) this.#passedOver.add(ref)
  }

  /** Joins dependency edges to their components; edges from or to nothing are noted. */
  depend(ref: string, dependsOn: readonly string[], subjectRef?: string): void {
    const component = this.#byRef.get(ref)
    if (!component) {
      if (ref !== subjectRef && !this.#passedOver.has(ref)) this.note('unknown-ref', ref)
      return
    }
    for (const target of dependsOn) {
      if (this.#byRef.has(target) || target === subjectRef) component.dependsOn.push(target)
      else if (!this.#passedOver.has(target)) this.note('unknown-ref', `${ref} depends on ${target}`)
    }
  }

  /** The inventory, or a problem when there was something to read and none of it could be kept. */
  finish(facts: DocumentFacts): ImportResult {
    this.#spreadDistribution(facts.subject.distribution)
    const cycle = findCycle(this.#byRef)
    if (cycle) this.note('cyclic-dependency', cycle.join(' → '))
    this.outcome.status = outcomeStatus(this.outcome)
    if (this.outcome.status === 'failed' && this.vex.length === 0 && !this.findings?.length) {
      const [first] = this.outcome.dropped
      return err(
        problem('nothing-kept', `No component could be read. First reason: ${first?.code} (${first?.example}).`),
      )
    }
    const { statedAt, tool, configuration, complete, directOnly, hosts, ...rest } = facts
    if (directOnly) this.note('direct-dependencies-only', 'what the named packages pull in is not in the file')
    const notes: Dropped[] = this.#notes.dropped
    const subject = boundedSubject(facts.subject)
    const inventory: ImportedInventory = {
      ...rest,
      subject,
      ...(statedAt ? { statedAt } : {}),
      ...(tool ? { tool: tool.slice(0, MAX_TOOL) } : {}),
      ...(configuration ? { configuration: configuration.slice(0, MAX_TOOL) } : {}),
      ...(hosts?.length ? { hosts: [...new Set(hosts)].sort() } : {}),
      ...(complete === false ? { complete } : {}),
      ...(directOnly ? { directOnly } : {}),
      components: [...this.#byRef.values()],
      vex: this.vex,
      ...(this.findings ? { findings: this.findings } : {}),
      ...(this.#relations.size > 0 ? { relations: [...this.#relations.values()] } : {}),
      ...(notes.length > 0 ? { notes } : {}),
    }
    return ok({ inventory, outcome: this.outcome })
  }

  /** Distribution packages that do not say their release take the subject's. */
  #spreadDistribution(distribution: Distribution | undefined): void {
    if (!distribution) return
    for (const component of this.#byRef.values()) {
      if (distributionTypes.has(component.type ?? '')) component.distribution ??= distribution
    }
  }
}
