import type { Importer } from '../contract.ts'

const TAG_VALUE = /^(?:\s|#[^\n]*\n)*SPDXVersion\s*:/
const JSON_START = /^\s*\{/

/** SPDX (ISO/IEC 5962): 2.2 and 2.3 in JSON and tag-value, 3.0 in JSON-LD. */
export const spdx: Importer = {
  id: 'spdx',
  title: 'SPDX',
  kind: 'sbom',
  evidence: 'sbom',
  formats: '2.2 and 2.3 in JSON and tag-value, 3.0 in JSON-LD',
  files: ['*.spdx.json', '*.spdx', '*.spdx.tv', 'sbom.spdx.json'],
  recognises: ({ head, name }) => {
    const text = start(head)
    if (TAG_VALUE.test(text)) return true
    if (!JSON_START.test(text)) return false
    return /"spdxVersion"|"SPDXID"|spdx\.org\/rdf\/3/.test(text) || /\.spdx(?:\.json)?$/.test(name)
  },
  read: async (input) => {
    for await (const chunk of input.bytes()) {
      if (JSON_START.test(start(Buffer.from(chunk)))) return (await import('./read-json.ts')).readSpdxJson(input)
      break
    }
    return (await import('./read-tag-value.ts')).readSpdxTagValue(input)
  },
}

function start(head: Buffer): string {
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
}
