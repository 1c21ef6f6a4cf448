import { SaxesParser } from 'saxes'
import type { SetReport } from './book.ts'
import { fromForeignSyntax, Pattern } from './pattern.ts'
import type { Claim, FingerprintRule } from './rule.ts'

/** Which of our observations a recog file looks at: by its `matches` attribute, or its name where it has none. */
const sources: Readonly<Record<string, readonly [source: string, name?: string]>> = {
  'ssh.banner': ['ssh.software'],
  'ftp.banner': ['ftp.banner'],
  'smtp.banner': ['smtp.banner'],
  'pop3.banner': ['pop3.banner'],
  'imap4.banner': ['imap.banner'],
  'nntp.banner': ['nntp.banner'],
  'http_header.server': ['http.header', 'server'],
  'http_header.cookie': ['http.header', 'set-cookie'],
  'http_header.wwwauth': ['http.header', 'www-authenticate'],
  'http_header.x-powered-by': ['http.header', 'x-powered-by'],
  html_title: ['http.title'],
  'favicon.md5': ['http.favicon-md5'],
  'mysql.banners': ['mysql.version'],
  'mysql.error': ['mysql.error'],
  'dns.versionbind': ['dns.version'],
  'snmp.sys_description': ['snmp.description'],
  'snmp.sys_object_id': ['snmp.object-id'],
  'ntp.readvar': ['ntp.variables'],
  'ldap.search_result': ['ldap.root'],
  'rtsp_header.server': ['rtsp.server'],
  'sip_header.server': ['sip.server'],
  'sip_header.user_agent': ['sip.server'],
  'x509.subject': ['x509.subject'],
  'x509.issuer': ['x509.issuer'],
  'telnet_banners.xml': ['telnet.banner'],
  'smtp_ehlo.xml': ['smtp.ehlo'],
  'smtp_help.xml': ['smtp.help'],
}

/** Said alike by several servers: they name the wrong one as often as the right. Every server titles its lists of files so. */
const saidByMany: ReadonlySet<string> = new Set(['^Index of /'])

const MOST_RULES = 20_000

/**
 * Reads files of recog (Rapid7, BSD-2-Clause) into rules. What stands for no observation of ours, tells no product or
 * cannot be compiled is dropped and counted.
 */
export function readRecog(files: Iterable<{ name: string; text: string }>): {
  rules: FingerprintRule[]
  report: SetReport
} {
  const rules: FingerprintRule[] = []
  const dropped: Record<string, number> = {}
  const drop = (reason: string): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1
  }
  for (const { name, text } of files) readFile(name, text, rules, drop)
  return { rules, report: { set: 'recog', rules: rules.length, dropped } }
}

interface OpenFingerprint {
  pattern: string
  flags: string
  params: { place: number; name: string; value: string }[]
}

function readFile(fileName: string, text: string, rules: FingerprintRule[], drop: (reason: string) => void): void {
  const parser = new SaxesParser()
  const file = fileName.split('/').at(-1) ?? fileName
  let place: readonly [string, string?] | undefined
  let preference = 0.8
  let open: OpenFingerprint | undefined
  parser.on('error', () => drop('malformed XML'))
  parser.on('opentag', ({ name, attributes }) => {
    const value = (key: string): string => String(attributes[key] ?? '')
    if (name === 'fingerprints') {
      place = sources[value('matches')] ?? sources[file]
      preference = Number(value('preference')) || 0.8
    } else if (name === 'fingerprint') open = { pattern: value('pattern'), flags: value('flags'), params: [] }
    else if (name === 'param' && open && open.params.length < 64)
      open.params.push({ place: Number(value('pos')), name: value('name'), value: value('value') })
  })
  parser.on('closetag', ({ name }) => {
    if (name !== 'fingerprint' || !open) return
    if (!place) drop('looks at what is not observed')
    else if (rules.length < MOST_RULES) addRule(open, place, { file, preference }, rules, drop)
    open = undefined
  })
  try {
    parser.write(text).close()
  } catch {
    drop('malformed XML')
  }
}

function addRule(
  { pattern: source, flags, params }: OpenFingerprint,
  [observed, name]: readonly [string, string?],
  { file, preference }: { file: string; preference: number },
  rules: FingerprintRule[],
  drop: (reason: string) => void,
): void {
  if (saidByMany.has(source)) {
    drop('said by many')
    return
  }
  const foreign = fromForeignSyntax(source, 'ruby')
  const all = `${foreign.flags}m${flags.includes('REG_ICASE') ? 'i' : ''}${flags.includes('REG_DOT_NEWLINE') ? 's' : ''}`
  const pattern = Pattern.from(foreign.source, [...new Set(all)].join(''))
  const claims = claimsOf(params)
  if (!pattern || claims.length === 0) {
    drop(pattern ? 'tells no product' : 'pattern cannot be compiled or may run long')
    return
  }
  rules.push({
    id: `recog/${file.replace('.xml', '')}#${rules.length}`,
    source: observed,
    ...(name === undefined ? {} : { name }),
    pattern,
    claims,
    confidence: Math.round(Math.min(1, preference) * 90),
  })
}

/** Names of protocols, which some rules give where they know the device alone. */
const protocols = /^(?:https?|ftp|ssh|telnet|smtp|pop3|imap|snmp|sip)$/i

/** Product of service, of its component, of the operating system and of the device, each with what belongs to it. */
function claimsOf(params: OpenFingerprint['params']): Claim[] {
  return ['service', 'service.component', 'os', 'hw']
    .map((prefix) => claimOf(prefix, params))
    .filter((claim) => claim !== undefined)
}

function claimOf(prefix: string, params: OpenFingerprint['params']): Claim | undefined {
  const get = (field: string): string | undefined => {
    const param = params.find(({ name }) => name === `${prefix}.${field}`)
    if (!param) return undefined
    return param.place > 0 ? `$${param.place}` : param.value.replace(/\{[^}]*\}/g, '')
  }
  const product = get('product')
  if (product === undefined || product === '' || protocols.test(product)) return undefined
  // A version that the rule states without having seen it is no observation.
  const versionParam = params.find(({ name, place }) => name === `${prefix}.version` && place > 0)
  const vendor = get('vendor')
  const cpe = cpeName(params.find(({ name }) => name === `${prefix}.cpe23`)?.value)
  return {
    // “Linux” by “Debian” is Debian's.
    product:
      prefix === 'os' && product === 'Linux' && vendor !== undefined && vendor !== 'Linux'
        ? `${vendor} Linux`
        : product,
    ...(vendor === undefined ? {} : { vendor }),
    ...(versionParam && prefix !== 'os' ? { version: `$${versionParam.place}` } : {}),
    ...(cpe === undefined ? {} : { cpe }),
  }
}

/** `cpe:/a:vendor:product:{service.version}` → `a:vendor:product`. */
function cpeName(uri: string | undefined): string | undefined {
  const found = /^cpe:\/([aoh]):([a-z0-9_.~%-]+):([a-z0-9_.~%-]+)/i.exec(uri ?? '')
  return found ? `${found[1]}:${decode(found[2])}:${decode(found[3])}`.toLowerCase() : undefined
}

function decode(text: string | undefined): string {
  return (text ?? '').replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
