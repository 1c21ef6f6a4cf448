import type { Importer, Sample } from '../contract.ts'
import { readCycloneDxJson } from './read-json.ts'

/** CycloneDX (ECMA-424), JSON 1.2 to 1.7 and XML 1.0 to 1.7. */
export const cyclonedx: Importer = {
  id: 'cyclonedx',
  title: 'CycloneDX',
  kind: 'sbom',
  evidence: 'sbom',
  formats: 'JSON 1.2 to 1.7, XML 1.0 to 1.7',
  files: [
    'bom.json',
    'bom.xml',
    '*.cdx.json',
    '*.cdx.xml',
    '*.cyclonedx.json',
    '*.cyclonedx.xml',
    'sbom.json',
    'sbom.xml',
  ],
  recognises: (sample) => looksLikeJson(sample) || looksLikeXml(sample),
  read: async (input) => {
    const isXml = await startsWithAngle(input.bytes())
    return isXml ? (await import('./read-xml.ts')).readCycloneDxXml(input) : readCycloneDxJson(input)
  },
}

function looksLikeJson({ head, name }: Sample): boolean {
  const text = head.toString('latin1')
  if (!/^(?:\xef\xbb\xbf)?\s*\{/.test(text)) return false
  return (
    /"bomFormat"\s*:/.test(text) ||
    (/cyclonedx/i.test(text) && !/"spdxVersion"/.test(text)) ||
    /\.cdx\.json$/.test(name)
  )
}

function looksLikeXml({ head }: Sample): boolean {
  return /<(?:\w+:)?bom[\s>]/.test(head.toString('latin1'))
}

async function startsWithAngle(bytes: AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const chunk of bytes) {
    const first = Buffer.from(chunk)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()[0]
    if (first !== undefined) return first === '<'
  }
  return false
}
