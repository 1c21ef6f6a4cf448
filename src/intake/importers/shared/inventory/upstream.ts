import type { UpstreamPackage } from '#core/vocabulary'

/** Name and version of a source rpm by its file name: `openssl-1.1.1k-9.el8.src.rpm`. */
export function upstreamOfSourceRpm(file: string): UpstreamPackage | undefined {
  const match = /^(.+)-([^-]+)-([^-]+?)(?:\.(?:no)?src)?\.rpm$/.exec(file)
  return match ? { name: match[1]!, version: `${match[2]}-${match[3]}` } : undefined
}

/** Reads a purl's `upstream` qualifier: `glibc`, `glibc@2.31-13`, `acl-2.2.53-1.el8.src.rpm`; several are joined by commas. */
export function upstreamOfQualifier(text: string): UpstreamPackage[] {
  if (text === '') return []
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => upstreamOfSourceRpm(part) ?? nameAndVersion(part))
}

function nameAndVersion(text: string): UpstreamPackage {
  const at = text.lastIndexOf('@')
  return at > 0 ? { name: text.slice(0, at), version: text.slice(at + 1) } : { name: text }
}
