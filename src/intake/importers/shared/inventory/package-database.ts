import type { Distribution, Subject } from '#core/vocabulary'
import { formatPurl } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../../contract.ts'
import type { InventoryCollector } from './collector.ts'
import { parseOsRelease } from './distribution.ts'

/** A package of a host's database, with the facts that matching against a distribution's advisories needs. */
export interface InstalledPackage {
  name: string
  version: string
  architecture?: string | undefined
  upstream?: { name: string; version?: string }
  module?: string | undefined
  licence?: string | undefined
  pointer: string
}

/** The release of the root that a package database lies in, by its os-release; `undefined` when it cannot be told. */
export async function distributionOf(
  input: ImportInput,
  layouts: readonly string[],
): Promise<Distribution | undefined> {
  for (const layout of layouts) {
    for (const name of ['etc/os-release', 'usr/lib/os-release']) {
      const text = await input.fromRoot(layout, name)
      const found = text === undefined ? undefined : parseOsRelease(text)
      if (found) return found
    }
  }
  return undefined
}

/** Adds an installed package under its canonical purl; the distribution's id is its namespace. */
export function addInstalled(
  collector: InventoryCollector,
  importer: string,
  type: 'deb' | 'apk' | 'rpm',
  installed: InstalledPackage,
  distribution: Distribution | undefined,
  path: string,
): void {
  const { name, version, architecture, upstream, module, licence, pointer } = installed
  const distro = distribution?.versionId ? `${distribution.id}-${distribution.versionId}` : distribution?.id
  const qualifiers = { ...(architecture ? { arch: architecture } : {}), ...(distro ? { distro } : {}) }
  const purl = formatPurl({ type, namespace: distribution?.id, name, version, qualifiers })
  collector.add({
    ref: `${name}:${architecture ?? ''}@${version}`,
    name,
    version,
    type,
    purl: purl.ok ? purl.value.text : undefined,
    distribution,
    upstream: upstream ? [upstream] : [],
    module,
    licences: licence ? [licence] : [],
    evidence: [{ kind: 'package-database', by: importer, path, pointer }],
  })
}

/** Ends the import of a package database: the subject is the host or image its root belongs to. */
export async function finishDatabase(
  collector: InventoryCollector,
  importer: string,
  format: string,
  input: ImportInput,
  distribution: Distribution | undefined,
  layouts: readonly string[],
): Promise<ImportResult> {
  if (!distribution)
    collector.note(
      'distribution-unknown',
      'no os-release was found: give the whole root, or its packages match no distribution',
    )
  const subject: Subject = {
    name: await hostName(input, layouts),
    kind: 'host',
    ...(distribution ? { distribution } : {}),
  }
  return collector.finish({ importer, format, subject })
}

async function hostName(input: ImportInput, layouts: readonly string[]): Promise<string> {
  for (const layout of layouts) {
    const stated = (await input.fromRoot(layout, 'etc/hostname'))?.trim().split(/\s/)[0]
    if (stated && stated.length <= 253) return stated
  }
  return 'host'
}

/** Stanzas of `Key: value` lines between blank lines; continuation lines belong to the value before them. */
export function* stanzas(text: string, separator: RegExp): Generator<{ fields: Map<string, string>; line: number }> {
  let fields = new Map<string, string>()
  let start = 1
  let last: string | undefined
  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') {
      if (fields.size > 0) yield { fields, line: start }
      fields = new Map()
      last = undefined
      start = index + 2
      continue
    }
    const match = separator.exec(line)
    if (match && !/^[ \t]/.test(line)) {
      last = match[1]!
      if (!fields.has(last)) fields.set(last, match[2]!.trim())
    } else if (last === undefined) fields.set('', line.slice(0, 100))
  }
  if (fields.size > 0) yield { fields, line: start }
}
