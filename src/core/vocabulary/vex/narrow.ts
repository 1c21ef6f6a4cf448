import { parsePurl, purlWithoutVersion } from '../purl/index.ts'

/** The product narrowed to one version, or to a VERS range in the purl qualifier `vers`, so that it never covers more. */
export function narrowed(name: string, { version, vers }: { version?: string | undefined; vers?: string | undefined }) {
  const purl = parsePurl(name)
  const root = purl.ok ? purlWithoutVersion(purl.value) : name
  if (version !== undefined) return root.includes('?') ? root.replace('?', `@${version}?`) : `${root}@${version}`
  return `${root}${root.includes('?') ? '&' : '?'}vers=${encodeURIComponent(vers ?? '')}`
}
