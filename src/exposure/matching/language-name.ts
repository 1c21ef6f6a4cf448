import type { Component } from '#core/vocabulary'

/** A package's name and version as its ecosystem's advisories write them. */
export interface LanguagePackage {
  name: string
  version: string | undefined
}

type Namer = (name: string, namespace: string | undefined) => string | undefined

const joinedBy =
  (separator: string): Namer =>
  (name, namespace) =>
    namespace === undefined || namespace === '' ? name : `${namespace}${separator}${name}`

const namers: Readonly<Record<string, Namer>> = {
  npm: (name, namespace) => joinedBy('/')(name, namespace?.replace(/^(?:%40|@)?/, '@')),
  // Without its group an artifact names nothing: `core` is hundreds of packages.
  Maven: (name, namespace) => (namespace ? `${namespace}:${name}` : name.includes(':') ? name : undefined),
}

/** The namespace and name of a canonical purl, decoded; documents' own name fields often hold something else. */
function nameOfPurl(purl: string): { name: string; namespace?: string } | undefined {
  const start = purl.indexOf('/') + 1
  const question = purl.search(/[?#]/)
  const end = question < 0 ? purl.length : question
  const at = purl.lastIndexOf('@', end)
  const slash = purl.lastIndexOf('/', at > start ? at : end)
  const stop = at > slash ? at : end
  if (start === 0 || stop <= start) return undefined
  const name = decoded(purl.slice(Math.max(slash + 1, start), stop))
  return slash > start ? { name, namespace: decoded(purl.slice(start, slash)) } : { name }
}

function decoded(text: string): string {
  return text.includes('%') ? text.replace(/(?:%[0-9a-f]{2})+/gi, decodeOrKeep) : text
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Names a component in its language ecosystem; `undefined` when it says too little to be named. */
export function languagePackage(component: Component, ecosystem: string): LanguagePackage | undefined {
  const { name: own, namespace } = (component.purl && nameOfPurl(component.purl)) || component
  const name = (namers[ecosystem] ?? joinedBy('/'))(own, namespace)
  return name === undefined ? undefined : { name, version: comparableVersion(component.version, ecosystem) }
}

/** The version without what its ecosystem's advisories leave out. */
function comparableVersion(version: string | undefined, ecosystem: string): string | undefined {
  if (version === undefined || version === '') return undefined
  if (ecosystem === 'Go') return version === '(devel)' ? undefined : version.replace(/^(?:go|v)(?=\d)/, '')
  // Bitnami appends its packaging revision (`3.4.0-2`), which SemVer would read as a pre-release.
  if (ecosystem === 'Bitnami') return version.replace(/-\d+$/, '')
  return version
}
