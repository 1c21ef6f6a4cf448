import { formatPurl, type Purl, parsePurl } from '#core/vocabulary'
import { lookUp } from '../input/look-up.ts'

/** purl types that generators made up, and the registered ones they mean. */
const registeredType: Readonly<Record<string, { type: string; namespace?: string }>> = {
  alpine: { type: 'apk', namespace: 'alpine' },
  dotnet: { type: 'nuget' },
}

/** A stated purl in canonical form; `undefined` when it is none. Unregistered spellings of known types are mended. */
export function readPurl(text: string): Purl | undefined {
  const parsed = parsePurl(text)
  if (!parsed.ok) return undefined
  const registered = lookUp(registeredType, parsed.value.type)
  if (!registered) return parsed.value
  const { name, version, qualifiers, subpath, namespace } = parsed.value
  const mended = formatPurl({
    ...registered,
    namespace: registered.namespace ?? namespace,
    name,
    version,
    qualifiers,
    subpath,
  })
  return mended.ok ? mended.value : parsed.value
}

/**
 * The version a component is judged by. The purl's wins, because it is the identity and because generators cut the
 * release off the stated one; the stated spelling stays where only case differs. Epochs in a qualifier are put in front.
 */
export function versionOf(stated: string | undefined, purl: Purl | undefined): string | undefined {
  const own = purl?.version
  const version = own === undefined || own.toLowerCase() === stated?.toLowerCase() ? stated : own
  const epoch = purl?.qualifiers.epoch
  if (version === undefined || epoch === undefined || !/^[1-9]\d*$/.test(epoch) || /^\d+:/.test(version)) return version
  return `${epoch}:${version}`
}
