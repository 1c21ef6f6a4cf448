import { type RelationKind, relationWords } from '#core/vocabulary'

/** How a step reads where what led there says more than the kind of the relation. */
export const techniqueWords: Readonly<Record<string, string>> = {
  'dns-cname': 'is an alias of',
  'dns-mx': 'has its mail taken by',
  'dns-ns': 'is served by the name server',
  'dns-soa': 'names as primary name server',
  'dns-srv': 'has the service record',
  'dns-https': 'has the HTTPS record',
  'dns-spf': 'lets its mail be sent by',
  'dns-dmarc': 'sends its mail reports to',
  'dns-caa': 'names in its CAA record',
  'dns-txt': 'names in a text record',
  'dns-named': 'names in its DNS records',
  'html-link': 'links to',
  'http-redirect': 'redirects to',
  'http-csp': 'allows in its content security policy',
  'http-cors': 'shares with',
  'cert-san': 'also names',
}

type Named = { name: string }

/** How a step reads: `www.example.com resolves to 192.0.2.7`. */
export function stepWords({ kind, by, from, to }: { kind: RelationKind; by?: string; from: Named; to: Named }): string {
  const words = by !== undefined && Object.hasOwn(techniqueWords, by) ? techniqueWords[by]! : relationWords[kind].out
  return `${from.name} ${words} ${to.name}`
}
