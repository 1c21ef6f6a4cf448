import { err, ok, problem, type Result } from '#core/kernel'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import { parseYaml } from '../shared/input/yaml.ts'
import type { LockedProject, PackageList } from '../shared/inventory/lockfile.ts'

/** Reads yarn's berry format: YAML, descriptors as keys, `resolution` as the package's locator. */
export async function readBerry(text: string, list: PackageList): Promise<Result<LockedProject>> {
  let root: JsonObject | undefined
  try {
    root = asObject(await parseYaml(text))
  } catch (cause) {
    return err(
      problem('invalid-syntax', 'The yarn lockfile is no valid YAML. Run yarn install to write it again.', cause),
    )
  }
  const entries = Object.entries(root ?? {}).filter(([key]) => key !== '__metadata')
  const refs = new Map<string, string>()
  for (const [key, value] of entries)
    for (const descriptor of key.split(', ')) refs.set(descriptor, asText(asObject(value)?.resolution) ?? key)
  for (const [key, value] of entries) addPackage(key, asObject(value), refs, list)
  return ok({ format: `yarn lockfile ${asText(asObject(root?.__metadata)?.version) ?? 'berry'}` })
}

function addPackage(
  key: string,
  entry: JsonObject | undefined,
  refs: ReadonlyMap<string, string>,
  list: PackageList,
): void {
  const resolution = asText(entry?.resolution)
  const locator = /^((?:@[^/]+\/)?[^@]+)@(\w+):/.exec(resolution ?? '')
  if (!entry || !resolution || !locator) {
    list.collector.drop('unreadable-entry', key)
    return
  }
  const [, name = '', protocol] = locator
  if (protocol === 'workspace' || protocol === 'link' || protocol === 'portal') return
  const dependsOn = Object.entries(asObject(entry.dependencies) ?? {}).flatMap(([dependency, range]) => {
    const stated = asText(range) ?? ''
    return refs.get(`${dependency}@${stated}`) ?? refs.get(`${dependency}@npm:${stated}`) ?? []
  })
  const fromRegistry = protocol === 'npm' || protocol === 'patch'
  list.add({ name, version: asText(entry.version), ref: resolution, dependsOn, pointer: key, fromRegistry })
}
