/**
 * What a technique that leads from one asset to another says of whose the other is.
 * - `part`: of the same domain, it says nothing more.
 * - `leans`: the first is served by the other: outside our domains a third party.
 * - `kin`: both seem to be one organisation's.
 */
type Bearing = 'part' | 'leans' | 'kin'

export interface Technique {
  bearing: Bearing
  /** From 1 to 100: of `kin`, how far it alone makes another domain ours; else how surely the step was seen. */
  weight: number
  /** Whether the name is worth telling though it has no records: a certificate was issued for it. */
  keeps?: true
  words: string
}

const part = (words: string, weight = 95): Technique => ({ bearing: 'part', weight, words })
const leans = (words: string, weight = 95): Technique => ({ bearing: 'leans', weight, words })
const kin = (weight: number, words: string): Technique => ({ bearing: 'kin', weight, words })

/** Every technique of our own probes, and those that services find; ids are told in `by` of a step. */
const techniques: Record<string, Technique> = {
  'registrable-domain': part('lies in it', 100),
  wordlist: part('a common name that is in the DNS', 90),
  permutation: part('a variant of a known name that is in the DNS', 85),
  'zone-transfer': part('listed in a zone transfer'),
  'nsec-walk': part('listed by NSEC records'),
  'dns-policy': part('where mail policy is kept'),
  'dns-wildcard': part('a wildcard answers'),
  ct: { ...part('named in a certificate log', 90), keeps: true },
  'ct-twin': part('named in a certificate log beside its domain', 80),
  'cert-twin': kin(20, 'named in a certificate that our service presents, beside its domain'),
  'dns-address': leans('its address', 99),
  'dns-cname': leans('an alias of it', 97),
  'dns-mx': leans('takes its mail'),
  'dns-ns': leans('serves its zone'),
  'dns-soa': leans('keeps its zone', 90),
  'dns-srv': leans('serves it'),
  'dns-https': leans('serves it'),
  'dns-spf': leans('may send its mail'),
  'dns-dmarc': leans('takes its mail reports'),
  'dns-caa': leans('is told of its certificates', 80),
  'dns-ptr': kin(45, 'the reverse name of an approved address'),
  'dns-ptr-made': kin(5, 'a reverse name made of the address'),
  'dns-txt': kin(35, 'named in a text record'),
  'dns-name-server': kin(45, 'is served by our name servers'),
  'dns-contact': kin(45, 'names us as its contact'),
  'dns-mail-server': kin(30, 'has its mail taken by our servers'),
  'shared-address': kin(50, 'lives on an approved address'),
  'rdap-registrant': kin(85, 'is registered to the same organisation'),
  'rdap-name': kin(20, 'is registered under the name'),
  'ct-organisation': kin(30, 'stands in a certificate that was issued to the name'),
  'as-network': kin(60, 'is announced by it'),
  'rdap-network': kin(60, 'the registered network of it'),
  'ct-shared': kin(25, 'stands in one certificate with ours'),
  'cert-san': { ...kin(45, 'named in a certificate that our service presents'), keeps: true },
  'cert-cn': { ...kin(45, 'named in a certificate that our service presents'), keeps: true },
  'smtp-banner': kin(25, 'named in the greeting of our mail server'),
  'kafka-metadata': kin(25, 'named as a broker of our cluster'),
  'http-redirect': kin(20, 'our page sends visitors there'),
  'security-txt': kin(15, 'named in our security.txt'),
  sitemap: kin(15, 'named in our site map'),
  robots: kin(10, 'named in our robots.txt'),
  'http-csp': kin(4, 'our pages may load from it'),
  'http-cors': kin(4, 'our pages share with it'),
  javascript: kin(4, 'named in a script of ours'),
  'html-link': kin(4, 'our pages link to it'),
}

const unknownPivot: Technique = kin(5, 'our service names it')

/** What a technique says; one that nobody described says little. */
export function techniqueOf(by: string): Technique {
  return Object.hasOwn(techniques, by) ? techniques[by]! : unknownPivot
}
