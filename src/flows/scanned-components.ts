import type { Component } from '#core/vocabulary'
import { componentKeyOf } from '#exposure/inventory'
import { type Imported, locationIn } from '#intake/importers'

/** What an importer read, with the place of the file below the target. */
export type ScannedFile = Imported & { path?: string }

/** The components of a target's files, each once: what an import would record of them. */
export interface ScannedComponents {
  components: Component[]
  /** How many the files list; more than there are where one is listed again. */
  listed: number
  /** The ref of what a file's own component is among them; files are counted from 0. */
  refOf(component: Component, file: number): string
  /** The files that list a component, where more than one was read. */
  filesOf(ref: string): string[]
}

/** Brings the files' components together. Of several that are one the first by ref lends its fields, all lend evidence and dependencies. */
export function scannedComponents(imports: readonly ScannedFile[]): ScannedComponents {
  const isOnly = imports.length === 1
  const entryRef = (ref: string, file: number) => (isOnly ? ref : `${file}:${ref}`)
  const entries = imports.flatMap(({ inventory }, file) =>
    isOnly ? inventory.components : inventory.components.map((one) => placed(one, (ref) => entryRef(ref, file))),
  )
  const groups = groupedByKey(entries)
  /** Of those that are listed more than once. */
  const refs = new Map<string, string>()
  for (const group of groups?.values() ?? []) {
    if (group.length === 1) continue
    const [first = ''] = group.map(({ ref }) => ref).sort()
    for (const { ref } of group) refs.set(ref, first)
  }
  const refOf = (ref: string, file: number) => refs.get(entryRef(ref, file)) ?? entryRef(ref, file)
  const files = isOnly ? new Map<string, string[]>() : filesByRef(imports, refOf)
  return {
    components: groups ? [...groups.values()].map((group) => joined(group, refs)) : entries,
    listed: entries.length,
    refOf: ({ ref }, file) => refOf(ref, file),
    filesOf: (ref) => files.get(ref) ?? [],
  }
}

/** `undefined` where each is listed once, as most files have it: twenty thousand groups of one are not made for that. */
function groupedByKey(entries: readonly Component[]): Map<string, Component[]> | undefined {
  const keys = entries.map(componentKeyOf)
  if (new Set(keys).size === keys.length) return undefined
  return Map.groupBy(entries, (_, at) => keys[at]!)
}

/** bom-refs are unique within a file only, and the same package of two folders stays two. */
function placed(component: Component, refOf: (ref: string) => string): Component {
  const { ref, dependsOn } = component
  return { ...component, ref: refOf(ref), dependsOn: dependsOn.map(refOf), location: locationIn(component) }
}

function joined(group: readonly Component[], refs: ReadonlyMap<string, string>): Component {
  const [only] = group
  if (group.length === 1 && only?.dependsOn.length === 0) return only
  const ref = refs.get(group[0]!.ref) ?? group[0]!.ref
  const first = group.find((component) => component.ref === ref)!
  const dependsOn = group.flatMap((component) => component.dependsOn.map((target) => refs.get(target) ?? target))
  return {
    ...first,
    dependsOn: [...new Set(dependsOn)],
    evidence: group.flatMap(({ evidence }) => evidence),
  }
}

function filesByRef(
  imports: readonly ScannedFile[],
  refOf: (ref: string, file: number) => string,
): Map<string, string[]> {
  const files = new Map<string, Set<string>>()
  for (const [index, { inventory, path }] of imports.entries()) {
    for (const { ref: own } of path === undefined ? [] : inventory.components) {
      const ref = refOf(own, index)
      files.set(ref, (files.get(ref) ?? new Set()).add(path!))
    }
  }
  return new Map([...files].map(([ref, paths]) => [ref, [...paths].sort()]))
}
