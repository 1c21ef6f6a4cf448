import { basename, dirname } from 'node:path/posix'
import { formatPurl, type Subject } from '#core/vocabulary'
import type { ImportInput } from '../../contract.ts'
import { asText } from '../input/json-value.ts'
import { subjectNameOf } from './subject-name.ts'

/** The project a lockfile belongs to: by its own name where it states one, else by its folder. */
export function projectSubject(
  input: ImportInput,
  stated: { type?: string; name?: unknown; version?: unknown } = {},
): Subject {
  const folder = basename(dirname((input.file ?? input.path).replaceAll('\\', '/')))
  const own = asText(stated.name)
  const name = own ?? (folder === '' || folder === '.' || folder === '/' ? subjectNameOf(input.name) : folder)
  const version = asText(stated.version)
  const purl = own && stated.type ? packagePurl(stated.type, own, version) : undefined
  return { name, kind: 'repository', ...(version ? { version } : {}), ...(purl ? { purl } : {}) }
}

/** Types whose package names carry their namespace before the last slash. */
const namespaced = new Set(['npm', 'golang', 'composer'])

/** The canonical purl of a package by its ecosystem's own name (`@scope/name`, `group:artifact`, `vendor/name`); `undefined` when it can have none. */
export function packagePurl(
  type: string,
  name: string,
  version: string | undefined,
  qualifiers?: Readonly<Record<string, string>>,
): string | undefined {
  const split = type === 'maven' ? name.lastIndexOf(':') : namespaced.has(type) ? name.lastIndexOf('/') : -1
  const namespace = split > 0 ? name.slice(0, split) : undefined
  const purl = formatPurl({ type, namespace, name: name.slice(split + 1), version, qualifiers })
  return purl.ok ? purl.value.text : undefined
}
