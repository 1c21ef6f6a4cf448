/**
 * How the kinds of weakness that Lunette itself finds are used, for decisions: those of its discovery, and safeguards that
 * do not hold. No kind is a flaw in software.
 */
export interface SettingFacts {
  /** Whose word it is. */
  by: string
  exploitation: 'none' | 'public poc' | 'active'
  /** Who reported that it is used, and where. */
  report?: string
  automatable: boolean
  total: boolean
  /** How it is used: "whoever reaches it commands the system". */
  words: string
}

type Use = Omit<SettingFacts, 'by' | 'report'>

/**
 * Our rule, in the words of SSVC. Exploitation: `active` where an authority reported it, `public poc` where an ordinary
 * client or a published tool is enough, `none` where nothing is gained by it alone. Automatable: who reaches it needs
 * no credentials, no place on the way and nobody's help. Technical impact is total where the system, or all that it
 * holds, is theirs.
 */
const uses = {
  command: use('public poc', 'yes', 'total', 'whoever reaches it commands the system, with an ordinary client'),
  data: use(
    'public poc',
    'yes',
    'total',
    'whoever reaches it reads and changes all that it holds, with an ordinary client',
  ),
  secrets: use('public poc', 'yes', 'total', 'whoever fetches it holds credentials'),
  tells: use('public poc', 'yes', 'partial', 'whoever reaches it learns what is not for them, with an ordinary client'),
  lent: use('public poc', 'yes', 'partial', 'strangers use it against others'),
  door: use('public poc', 'no', 'total', 'a door to the system that still asks for credentials'),
  panel: use('none', 'no', 'total', 'a door to the system that still asks for credentials'),
  taken: use(
    'public poc',
    'yes',
    'partial',
    'whoever registers what it leads to speaks under the name; tools look for such names',
  ),
  zone: use('public poc', 'yes', 'total', 'whoever registers what it leads to answers for the whole zone'),
  forged: use(
    'public poc',
    'no',
    'partial',
    'anybody can send mail in the name of the domain; somebody must believe it',
  ),
  overheard: use('none', 'no', 'partial', 'only from a place between both ends'),
  hint: use('none', 'no', 'partial', 'it helps to plan; nothing is gained by it alone'),
  hygiene: use('none', 'no', 'partial', 'a safeguard that is missing; nothing is gained by it alone'),
  aged: use('none', 'no', 'partial', 'what is known of this version is judged by itself'),
  dead: use('public poc', 'yes', 'total', 'what the safeguard should stop comes through, as a harmless probe did'),
  failing: use(
    'public poc',
    'yes',
    'partial',
    'some of what the safeguard should stop comes through, as in its evaluation',
  ),
  sign: use('none', 'no', 'partial', 'a sign that something moved; nothing is gained by it alone'),
} satisfies Record<string, Use>

const kinds: Record<keyof typeof uses, string> = {
  command:
    'redis-noauth docker-api-open kubelet-open etcd-exposed debug-console-exposed x11-open vnc-noauth ssh-noauth ics-exposed mcp-open debug-port-open console-open',
  data: 'mongodb-noauth cassandra-noauth elasticsearch-open couchdb-open database-open vector-db-open memcached-noauth zookeeper-open nats-noauth mqtt-anonymous kafka-noauth nfs-exposed ajp-exposed',
  secrets: 'env-exposed credentials-exposed actuator-exposed',
  tells: `git-exposed svn-exposed backup-exposed server-status-open metrics-exposed registry-open rsync-open axfr-open
    ftp-anonymous snmp-exposed k8s-api-exposed rpcbind-exposed epmd-exposed`,
  lent: 'open-recursion ai-server-open proxy-open safeguards:inference-port',
  door: 'rdp-exposed vnc-exposed telnet-open smb-exposed smb1-enabled db-exposed rmi-exposed broker-exposed',
  panel: 'admin-panel-exposed iot-exposed domain-expiring',
  taken: 'takeover-unclaimed-site dangling-cname dangling-mx spf-dangling-include',
  zone: 'dangling-ns',
  forged: `spf-missing spf-pass-all spf-neutral spf-softfail spf-multiple spf-too-many-lookups dmarc-missing dmarc-none dmarc-partial
    dmarc-subdomains-none`,
  overheard: `expired-cert revoked-cert stapling-broken expiring-cert not-yet-valid-cert self-signed-cert weak-rsa sha1-signature cert-name-mismatch
    cert-long-validity ssl-3.0 tls-1.0 tls-1.1 weak-cipher hsts-missing no-https-redirect starttls-missing cleartext-protocol
    cleartext-login ssh-weak-algorithms rdp-weak-security insecure-cookie mta-sts-missing mta-sts-testing mta-sts-invalid
    mta-sts-mx-mismatch dkim-weak-key dkim-short-key`,
  hint: 'dir-listing ldap-anonymous internal-ip-leak nsec-walk version-disclosure default-page api-docs-exposed stale-a-record',
  hygiene: `ssh-password-auth cors-any-origin security-txt-expired dkim-testing dnssec-missing dnssec-no-ds caa-missing
    single-nameserver lame-delegation dns-wildcard`,
  aged: 'outdated-software outdated-js-library',
  dead: 'safeguards:dead-control',
  failing: 'safeguards:evaluation-failed',
  sign: 'safeguards:monitor-rate safeguards:monitor-drift safeguards:monitor-budget safeguards:monitor-window',
}

const cisa = (path: string) => `CISA, https://www.cisa.gov/news-events/${path}`

/** Who reported that weaknesses of a kind are used. */
const reports: Readonly<Record<string, string>> = {
  'env-exposed': cisa('cybersecurity-advisories/aa24-016a'),
  'docker-api-open': 'MITRE ATT&CK, https://attack.mitre.org/software/S0599/',
  'kubelet-open': 'MITRE ATT&CK, https://attack.mitre.org/software/S0601/',
  'ics-exposed': cisa('cybersecurity-advisories/aa23-335a'),
  'telnet-open': cisa('alerts/2016/10/14/heightened-ddos-threat-posed-mirai-and-other-botnets'),
  'smb1-enabled': cisa('alerts/2017/05/12/indicators-associated-wannacry-ransomware'),
  'rdp-exposed': 'FBI, https://www.ic3.gov/PSA/2018/PSA180927',
  'open-recursion': cisa('alerts/2014/01/17/udp-based-amplification-attacks'),
  'snmp-exposed': cisa('alerts/2014/01/17/udp-based-amplification-attacks'),
}

const known = new Map(
  Object.entries(kinds).flatMap(([name, rules]) =>
    rules.split(/\s+/).map((rule) => [rule, settingOf(rule, uses[name as keyof typeof uses])] as const),
  ),
)

/** Who speaks for Lunette: its discovery, and what watches safeguards. */
const speakers: Readonly<Record<string, string>> = { discovery: '', safeguards: 'safeguards:' }

/** What is known of a rule of Lunette's own; `undefined`: nothing, or it is another tool's, and the safer branch is assumed. */
export function settingFacts(tool: string, ruleId: string): SettingFacts | undefined {
  return Object.hasOwn(speakers, tool) ? known.get(`${speakers[tool]}${ruleId}`) : undefined
}

function settingOf(rule: string, how: Use): SettingFacts {
  const report = Object.hasOwn(reports, rule) ? reports[rule]! : undefined
  return { by: 'Lunette', ...how, ...(report && { report, exploitation: 'active' }) }
}

function use(
  exploitation: SettingFacts['exploitation'],
  automatable: 'yes' | 'no',
  impact: 'total' | 'partial',
  words: string,
): Use {
  return { exploitation, automatable: automatable === 'yes', total: impact === 'total', words }
}
