const SUFFIXES = /\.(?:gz|zst|json|xml|spdx|cdx|cyclonedx|sbom|bom|txt)$/i

/** A subject's name from a file name, where the document names none: `web.cdx.json` → `web`. */
export function subjectNameOf(fileName: string): string {
  let name = fileName
  while (SUFFIXES.test(name)) name = name.replace(SUFFIXES, '')
  return name || fileName || 'unnamed'
}
