const SUFFIXES = /\.(?:gz|zst|json|xml|spdx|cdx|cyclonedx|sbom|bom|txt)$/i

/** Names that tools write when they were given none: the folder they stood in, or the digest of what they read. */
const namesNothing = /^(?:\.{0,2}\/?|\/|(?:sha256:)?[0-9a-f]{32,})$/i

/** The subject's stated name where it names something, else one from the file. */
export function subjectName(stated: string, fileName: string): string {
  return namesNothing.test(stated.trim()) ? subjectNameOf(fileName) : stated
}

/** A subject's name from a file name, where the document names none: `web.cdx.json` → `web`. */
export function subjectNameOf(fileName: string): string {
  let name = fileName
  while (SUFFIXES.test(name)) name = name.replace(SUFFIXES, '')
  return name || fileName || 'unnamed'
}
