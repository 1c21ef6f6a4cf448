import { dirname } from 'node:path/posix'
import { canonicalJson, digestOf, emptyOutcome, outcomeStatus } from '#core/kernel'
import type { Component, ImportedInventory, ReportedRelation, Subject } from '#core/vocabulary'
import type { ImportedFile } from '../contract.ts'

/**
 * One inventory of everything a walk found, for one asset. A component's location is the folder its lockfile lies in, so
 * that the same package of two projects stays two; its digest is that of all files. refs carry the path, so that they stay unique.
 */
export function mergeImports(imports: readonly ImportedFile[], subject: Subject): ImportedFile {
  const outcome = emptyOutcome()
  const notes = emptyOutcome()
  const components: Component[] = []
  const vex: ImportedInventory['vex'] = []
  const relations: ReportedRelation[] = []
  for (const { inventory, outcome: part } of imports) {
    outcome.read += part.read
    outcome.kept += part.kept
    for (const dropped of part.dropped) addCount(outcome.dropped, dropped)
    for (const note of inventory.notes ?? []) addCount(notes.dropped, note)
    for (const component of inventory.components) components.push(located(component))
    vex.push(...inventory.vex)
    relations.push(...relationsOf(inventory))
  }
  outcome.status = outcomeStatus(outcome)
  const distribution =
    subject.distribution ??
    imports.find(({ inventory }) => inventory.subject.distribution)?.inventory.subject.distribution
  const formats = [...new Set(imports.map(({ inventory }) => inventory.format))].sort()
  const inventory: ImportedInventory = {
    importer: 'folder',
    format: formats.join(', '),
    subject: { ...subject, ...(distribution ? { distribution } : {}) },
    components,
    vex,
    ...(imports.some(({ inventory }) => inventory.directOnly) ? { directOnly: true } : {}),
    ...(relations.length > 0 ? { relations } : {}),
    ...(notes.dropped.length > 0 ? { notes: notes.dropped } : {}),
  }
  const contentDigest = digestOf(canonicalJson(imports.map((one) => [one.path, one.contentDigest]).sort()))
  return { inventory, outcome, path: subject.name, contentDigest }
}

/**
 * What was found contains the projects and images that say who they are; a folder's name is no name. What a document says
 * of its own subject stays said of that.
 */
function relationsOf({ subject, relations = [] }: ImportedInventory): ReportedRelation[] {
  if (subject.purl === undefined) return []
  const { kind, name, purl } = subject
  const own = { kind, name, purl }
  return [
    { kind: 'contains', to: own, confidence: 100 },
    ...relations.map((relation) => ({ ...relation, from: relation.from ?? own, to: relation.to ?? own })),
  ]
}

function addCount(
  counts: { code: string; example: string; count: number }[],
  one: { code: string; example: string; count: number },
): void {
  const known = counts.find((entry) => entry.code === one.code)
  if (known) known.count += one.count
  else counts.push({ ...one })
}

function located(component: Component): Component {
  const prefix = (ref: string) => `${component.evidence[0]?.path ?? ''}#${ref}`
  const { ref, dependsOn } = component
  return { ...component, ref: prefix(ref), dependsOn: dependsOn.map(prefix), location: locationIn(component) }
}

/** Where a component that was found in a folder lies: what its own file says, else the folder of that file; empty at the top. */
export function locationIn({ evidence: [evidence], location }: Component): string {
  const folder = dirname(evidence?.path ?? '')
  return evidence?.kind === 'package-database' || folder === '.' ? location : location || folder
}
