import { err, ok, problem } from '#core/kernel'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import { parseYaml } from '../shared/input/yaml.ts'
import { lockfileImporter, type PackageList } from '../shared/inventory/lockfile.ts'

/** pnpm lockfiles, versions 5 to 9. */
export const pnpmLockfile = lockfileImporter({
  id: 'pnpm-lockfile',
  title: 'pnpm lockfile',
  formats: 'pnpm-lock.yaml, lockfileVersion 5 to 9',
  files: ['pnpm-lock.yaml'],
  type: 'npm',
  parse: parseYaml,
  read(document, list) {
    const root = asObject(document)
    const version = asText(root?.lockfileVersion)
    if (!root || !version)
      return err(problem('not-pnpm-lockfile', 'The file has no lockfileVersion. Run pnpm install to write it again.'))
    const packages = asObject(root.packages) ?? {}
    const snapshots = asObject(root.snapshots) ?? packages
    for (const [key, value] of Object.entries(packages)) addPackage(key, asObject(value) ?? {}, snapshots, list)
    return ok({ format: `pnpm lockfile ${version}` })
  },
})

function addPackage(key: string, entry: JsonObject, snapshots: JsonObject, list: PackageList): void {
  const identity = identityOf(key, entry)
  if (!identity) {
    list.collector.drop('unreadable-key', key)
    return
  }
  const { name, version } = identity
  const isLocal = /^(?:file|link|workspace|https?|git)[:+]/.test(version)
  list.add({
    name,
    version: isLocal ? asText(entry.version) : version,
    ref: `${name}@${version}`,
    ...(entry.dev === 'true'
      ? { scope: 'development' as const }
      : entry.optional === 'true'
        ? { scope: 'optional' as const }
        : {}),
    dependsOn: dependenciesOf(key, entry, snapshots),
    pointer: `packages["${key}"]`,
    fromRegistry: !isLocal,
  })
}

/** `/a/1.0.0_peer@2` (5), `/a@1.0.0(peer@2)` (6), `a@1.0.0` (9); other origins state name and version inside. */
function identityOf(key: string, entry: JsonObject): { name: string; version: string } | undefined {
  const name = asText(entry.name)
  const version = asText(entry.version)
  if (name && version) return { name, version }
  const plain = key.replace(/\(.*$/s, '')
  const match = AT_KEY.exec(plain) ?? SLASH_KEY.exec(plain)
  return match ? { name: match[1]!, version: match[2]! } : undefined
}

const AT_KEY = /^\/?((?:@[^/]+\/)?[^@/]+)@(.+)$/s
const SLASH_KEY = /^\/((?:@[^/]+\/)?[^@/]+)\/([^/_]+)(?:_.*)?$/s

function dependenciesOf(key: string, entry: JsonObject, snapshots: JsonObject): string[] {
  const snapshot = asObject(snapshots[key]) ?? entry
  const stated = { ...asObject(snapshot.dependencies), ...asObject(snapshot.optionalDependencies) }
  return Object.entries(stated).flatMap(([name, value]) => {
    const version = asText(value)?.replace(/[(_].*$/s, '')
    if (!version) return []
    const aliased = /^\/?((?:@[^/]+\/)?[^@/]+)@(.+)$/.exec(version)
    return [aliased ? `${aliased[1]}@${aliased[2]}` : `${name}@${version}`]
  })
}
