import type { ImportInput } from '../contract.ts'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { packagePurl } from '../shared/inventory/project.ts'

const REMOTE = /^(?:git|https?|file|github|link|workspace)[:+]/

/** Reads `dependencies` of lockfile version 1: a tree of installed packages. Iterative, because the file chooses the depth. */
export function readDependencyTree(dependencies: JsonObject, input: ImportInput, collector: InventoryCollector): void {
  const open: { tree: JsonObject; place: string; depth: number }[] = [{ tree: dependencies, place: '', depth: 0 }]
  const required: { ref: string; place: string; names: string[] }[] = []
  for (let next = open.pop(); next; next = open.pop()) {
    for (const [name, value] of Object.entries(next.tree)) {
      const place = `${next.place}node_modules/${name}`
      const entry = asObject(value)
      if (!entry) {
        collector.drop('wrong-type', `${place} is no object`)
        continue
      }
      if (entry.bundled !== true || asText(entry.version)) addPackage(name, place, entry, input, collector)
      required.push({ ref: place, place, names: Object.keys(asObject(entry.requires) ?? {}) })
      const nested = asObject(entry.dependencies)
      if (nested && next.depth >= input.limits.depth) collector.drop('too-deep', place)
      else if (nested) open.push({ tree: nested, place: `${place}/`, depth: next.depth + 1 })
    }
  }
  for (const { ref, place, names } of required) {
    const component = collector.find(ref)
    component?.dependsOn.push(...names.flatMap((name) => resolve(place, name, collector) ?? []))
  }
}

function addPackage(
  alias: string,
  place: string,
  entry: JsonObject,
  input: ImportInput,
  collector: InventoryCollector,
): void {
  const stated = asText(entry.version)
  const aliased = /^npm:(.+)@([^@]+)$/.exec(stated ?? '')
  const name = aliased?.[1] ?? alias
  const version = aliased?.[2] ?? (stated && REMOTE.test(stated) ? undefined : stated)
  if (stated && version === undefined) collector.note('version-unknown', `${alias}: ${stated}`)
  collector.add({
    ref: place,
    name: name.slice(name.lastIndexOf('/') + 1),
    version,
    type: 'npm',
    purl: packagePurl('npm', name, version),
    scope: entry.dev === true ? 'development' : entry.optional === true ? 'optional' : 'runtime',
    dependsOn: [],
    evidence: [{ kind: 'lockfile', by: 'npm-lockfile', path: input.path, pointer: place }],
  })
}

function resolve(place: string, name: string, collector: InventoryCollector): string | undefined {
  let folder = place
  for (;;) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (collector.find(candidate)) return candidate
    if (folder === '') return undefined
    const parent = folder.lastIndexOf('/node_modules/')
    folder = parent < 0 ? '' : folder.slice(0, parent)
  }
}
