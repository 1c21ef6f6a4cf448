import { type Component, type Distribution, parseCpe, parsePurl } from '#core/vocabulary'

/** A component from what a person types: a purl or a CPE 2.3 name with version; `undefined` when it is neither. */
export function componentArgument(text: string, distribution: string | undefined): Component | undefined {
  const fromPurl = parsePurl(text)
  const cpe = fromPurl.ok ? undefined : parseCpe(text)
  if (!fromPurl.ok && !cpe?.ok) return undefined
  const installedOn = distributionOf(distribution ?? (fromPurl.ok ? fromPurl.value.qualifiers?.distro : undefined))
  const base = {
    ref: text,
    cpes: [],
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'stated' as const, by: 'command line' }],
  }
  if (fromPurl.ok) {
    const { type, namespace, name, version } = fromPurl.value
    return {
      ...base,
      purl: text,
      type,
      name,
      ...(namespace && { namespace }),
      ...(version && { version }),
      ...(installedOn && { distribution: installedOn }),
    }
  }
  const [, , , , product = text, version] = text.split(':')
  return { ...base, cpes: [text], name: product, ...(version && version !== '*' && { version }) }
}

/** `debian:12` or `debian-12`. */
function distributionOf(text: string | undefined): Distribution | undefined {
  const found = text && /^([a-z][a-z-]*?)[:-](\d.*)$/i.exec(text)
  return found ? { id: found[1]!, versionId: found[2]! } : undefined
}
