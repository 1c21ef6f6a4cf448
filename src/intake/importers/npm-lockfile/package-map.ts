import type { ImportInput } from '../contract.ts'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { packagePurl } from '../shared/inventory/project.ts'

/** Reads `packages` of lockfile versions 2 and 3: install paths → packages. The root and links to workspaces are no components. */
export function readPackageMap(packages: JsonObject, input: ImportInput, collector: InventoryCollector): void {
  for (const [place, value] of Object.entries(packages)) {
    const entry = asObject(value)
    if (!entry) {
      collector.drop('wrong-type', `packages["${place}"] is no object`)
      continue
    }
    if (place === '' || entry.link === true || !place.includes('node_modules/')) continue
    addPackage(place, entry, input, collector)
  }
  for (const [place, value] of Object.entries(packages)) joinDependencies(place, asObject(value), packages, collector)
}

function addPackage(place: string, entry: JsonObject, input: ImportInput, collector: InventoryCollector): void {
  const name = asText(entry.name) ?? nameOfPlace(place)
  const version = asText(entry.version)
  collector.add({
    ref: place,
    name: name.slice(name.lastIndexOf('/') + 1),
    version,
    type: 'npm',
    purl: packagePurl('npm', name, version),
    licences: asText(entry.license) ? [String(entry.license)] : [],
    scope:
      entry.dev === true || entry.devOptional === true
        ? 'development'
        : entry.optional === true
          ? 'optional'
          : 'runtime',
    dependsOn: [],
    evidence: [{ kind: 'lockfile', by: 'npm-lockfile', path: input.path, pointer: `packages["${place}"]` }],
  })
}

function nameOfPlace(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

const dependencyFields = ['dependencies', 'optionalDependencies'] as const

function joinDependencies(
  place: string,
  entry: JsonObject | undefined,
  packages: JsonObject,
  collector: InventoryCollector,
): void {
  const component = collector.find(place)
  if (!component || !entry) return
  for (const field of dependencyFields) {
    for (const name of Object.keys(asObject(entry[field]) ?? {})) {
      const target = resolve(place, name, packages)
      if (target !== undefined && collector.find(target)) component.dependsOn.push(target)
    }
  }
}

/** Node's own search: the nearest `node_modules` at or above the package. */
function resolve(place: string, name: string, packages: JsonObject): string | undefined {
  let folder = place
  for (;;) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (Object.hasOwn(packages, candidate)) return candidate
    if (folder === '') return undefined
    const parent = folder.lastIndexOf('/node_modules/')
    folder = parent < 0 ? '' : folder.slice(0, parent)
  }
}
