import type { Distribution } from '#core/vocabulary'
import { lookUp } from '../input/look-up.ts'

/** Release of a code name, where a document states the name alone. Source: the distributions' own release lists. */
const codeNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: {
    wheezy: '7',
    jessie: '8',
    stretch: '9',
    buster: '10',
    bullseye: '11',
    bookworm: '12',
    trixie: '13',
    forky: '14',
  },
  ubuntu: {
    trusty: '14.04',
    xenial: '16.04',
    bionic: '18.04',
    focal: '20.04',
    jammy: '22.04',
    noble: '24.04',
    plucky: '25.04',
    questing: '25.10',
  },
}

/** Reads a purl's `distro` qualifier: `debian-12`, `opensuse-leap-15.3`, `bookworm`, or `3.18.2` with the purl's namespace as id. */
export function distributionOfQualifier(text: string, namespace: string | undefined): Distribution | undefined {
  const words = `${text}\0${namespace ?? ''}`
  if (read.has(words)) return read.get(words)
  const found = readQualifier(text, namespace)
  if (read.size >= MAX_READ) read.clear()
  read.set(words, found)
  return found
}

/** Answers are kept: thousands of packages state the same few. */
const read = new Map<string, Distribution | undefined>()
const MAX_READ = 500

function readQualifier(text: string, namespace: string | undefined): Distribution | undefined {
  const id = namespace?.toLowerCase()
  if (/^v?\d/.test(text)) return id ? { id, versionId: text } : undefined
  if (id && lookUp(lookUp(codeNames, id) ?? {}, text.toLowerCase())) return distribution(id, text)
  const split = /^(.+?)-(v?\d[^-]*|[a-z]+)$/i.exec(text)
  if (split && (/\d/.test(split[2]!) || lookUp(codeNames, split[1]!.toLowerCase())))
    return distribution(split[1]!, split[2])
  return { id: text.toLowerCase() }
}

/** A distribution from the words of an operating-system component: `Debian GNU/Linux` · `12`, `alpine` · `3.9.4`. */
export function distribution(name: string, version?: string): Distribution {
  const id = idOfName(name)
  const release =
    version === undefined ? undefined : (lookUp(lookUp(codeNames, id) ?? {}, version.toLowerCase()) ?? version)
  return { id, ...(release ? { versionId: release } : {}) }
}

const names: readonly [RegExp, string][] = [
  [/^debian/i, 'debian'],
  [/^ubuntu/i, 'ubuntu'],
  [/^alpine/i, 'alpine'],
  [/^(red ?hat|rhel)/i, 'rhel'],
  [/^alma/i, 'almalinux'],
  [/^rocky/i, 'rocky'],
  [/^centos/i, 'centos'],
  [/^oracle/i, 'ol'],
  [/^amazon/i, 'amzn'],
  [/^opensuse.tumbleweed/i, 'opensuse-tumbleweed'],
  [/^opensuse/i, 'opensuse-leap'],
  [/^(sles|suse linux enterprise)/i, 'sles'],
  [/^fedora/i, 'fedora'],
]

function idOfName(name: string): string {
  return names.find(([pattern]) => pattern.test(name))?.[1] ?? name.trim().toLowerCase().replace(/\s+/g, '-')
}

/** Reads os-release (freedesktop.org os-release(5)). `undefined` when it states no ID. */
export function parseOsRelease(text: string): Distribution | undefined {
  const values = new Map<string, string>()
  for (const line of text.slice(0, 65_536).split('\n')) {
    const match = /^([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line.trim())
    if (match) values.set(match[1]!, match[2] ?? match[3] ?? match[4] ?? '')
  }
  const id = values.get('ID')
  if (!id) return undefined
  const versionId = values.get('VERSION_ID')
  const like = values.get('ID_LIKE')?.split(/\s+/).filter(Boolean)
  const name = values.get('PRETTY_NAME')
  return { id, ...(versionId ? { versionId } : {}), ...(like?.length ? { like } : {}), ...(name ? { name } : {}) }
}
