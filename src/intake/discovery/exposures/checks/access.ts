import type { ExposureCheck, ServiceLook } from '../contract.ts'

const CWE_306 = 'https://cwe.mitre.org/data/definitions/306.html'

/** Services where data or control lies open once somebody reaches them, with what strangers get. */
const open: Readonly<
  Record<string, { id: string; title: string; severity: ExposureCheck['severity']; remedy: string }>
> = {
  redis: {
    id: 'redis-noauth',
    title: 'Redis answers without a password',
    severity: 'critical',
    remedy: 'Bind it to private addresses, set requirepass or ACLs, keep protected-mode on.',
  },
  memcached: {
    id: 'memcached-noauth',
    title: 'memcached answers anyone',
    severity: 'high',
    remedy: 'Bind it to private addresses (-l), turn UDP off (-U 0), or enable SASL.',
  },
  mongodb: {
    id: 'mongodb-noauth',
    title: 'MongoDB lists databases without a sign-in',
    severity: 'critical',
    remedy: 'Enable authorization, and bind it to private addresses.',
  },
  rsync: {
    id: 'rsync-open',
    title: 'rsync shows modules to anyone',
    severity: 'medium',
    remedy: 'Set auth users and hosts allow for each module, or use rsync over SSH.',
  },
  cassandra: {
    id: 'cassandra-noauth',
    title: 'Cassandra needs no sign-in',
    severity: 'critical',
    remedy: 'Set authenticator: PasswordAuthenticator and bind it to private addresses.',
  },
  zookeeper: {
    id: 'zookeeper-open',
    title: 'ZooKeeper answers anyone',
    severity: 'high',
    remedy: 'Bind it to private addresses and require SASL.',
  },
  nats: {
    id: 'nats-noauth',
    title: 'NATS takes clients without credentials',
    severity: 'high',
    remedy: 'Configure authorization, and bind it to private addresses.',
  },
  modbus: {
    id: 'ics-exposed',
    title: 'Controller can be reached',
    severity: 'critical',
    remedy: 'Keep controllers in a network of their own; reach them through a gateway that authenticates.',
  },
  kafka: {
    id: 'kafka-noauth',
    title: 'Kafka takes clients without a sign-in',
    severity: 'critical',
    remedy:
      'Require SASL on every listener that strangers reach (listener.security.protocol.map), and set an authorizer.',
  },
  jdwp: {
    id: 'debug-port-open',
    title: 'Debugger port lets anyone in',
    severity: 'critical',
    remedy: 'Start the program without -agentlib:jdwp, or bind it to 127.0.0.1.',
  },
  socks: {
    id: 'proxy-open',
    title: 'Proxy takes anyone',
    severity: 'high',
    remedy: 'Require a sign-in, or let only your own networks reach it.',
  },
  epmd: {
    id: 'epmd-exposed',
    title: 'Erlang port mapper answers anyone',
    severity: 'medium',
    remedy: 'Bind it to private addresses (ERL_EPMD_ADDRESS) and block port 4369 and those of the nodes.',
  },
  rpcbind: {
    id: 'rpcbind-exposed',
    title: 'rpcbind lists its programs to anyone',
    severity: 'medium',
    remedy: 'Block port 111 at the border, or stop rpcbind where nothing needs it.',
  },
  x11: {
    id: 'x11-open',
    title: 'X display lets anyone in',
    severity: 'critical',
    remedy: 'Start the server with -nolisten tcp and never use xhost +.',
  },
  vnc: {
    id: 'vnc-noauth',
    title: 'VNC needs no password',
    severity: 'critical',
    remedy: 'Require a password and reach it only through a tunnel.',
  },
  ssh: {
    id: 'ssh-noauth',
    title: 'SSH lets anyone in',
    severity: 'critical',
    remedy: 'Forbid the method none and empty passwords.',
  },
}

const anonymous: Readonly<
  Record<string, { id: string; title: string; severity: ExposureCheck['severity']; remedy: string }>
> = {
  ftp: {
    id: 'ftp-anonymous',
    title: 'FTP lets anonymous in',
    severity: 'medium',
    remedy: 'Turn the anonymous account off (vsftpd: anonymous_enable=NO) unless the files are meant for everyone.',
  },
  mqtt: {
    id: 'mqtt-anonymous',
    title: 'MQTT broker accepts clients without credentials',
    severity: 'high',
    remedy: 'Set allow_anonymous false and give each client its own credentials and topics.',
  },
  ldap: {
    id: 'ldap-anonymous',
    title: 'Directory answers without a bind',
    severity: 'low',
    remedy: 'Disallow anonymous binds (OpenLDAP: disallow bind_anon) and limit who reaches the port.',
  },
}

const inner: Readonly<Record<string, Omit<ExposureCheck, 'look' | 'asks'>>> = {
  nfs: {
    id: 'nfs-exposed',
    title: 'NFS can be reached',
    severity: 'high',
    reason: 'NFS believes the addresses and user numbers that clients state, and mostly encrypts nothing.',
    remedy: 'Block port 2049 at the border; export to named hosts only, with Kerberos where it must be reached.',
    references: ['https://www.rfc-editor.org/rfc/rfc7530#section-3.2', CWE_306],
  },
  ajp: {
    id: 'ajp-exposed',
    title: 'AJP can be reached',
    severity: 'high',
    reason:
      'Tomcat believes what comes over AJP: who reaches it reads files of the application (CVE-2020-1938, in KEV).',
    remedy: 'Remove the AJP connector, or bind it to 127.0.0.1 and set secretRequired.',
    references: ['https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext=CVE-2020-1938'],
  },
  rmi: {
    id: 'rmi-exposed',
    title: 'Java RMI can be reached',
    severity: 'high',
    reason: 'RMI unpacks objects of whoever calls, and JMX behind it often commands the program.',
    remedy: 'Bind it to 127.0.0.1, or require TLS with client certificates and a filter of classes.',
    references: ['https://cwe.mitre.org/data/definitions/502.html'],
  },
  openwire: {
    id: 'broker-exposed',
    title: 'Message broker can be reached',
    severity: 'high',
    reason: 'OpenWire of ActiveMQ is what ransomware came in by (CVE-2023-46604, in KEV).',
    remedy: 'Let only the applications reach the port, and require TLS with a sign-in.',
    references: ['https://www.cisa.gov/known-exploited-vulnerabilities-catalog?search_api_fulltext=CVE-2023-46604'],
  },
}

const noAuthenticationReason =
  'Whoever reaches the port reads the data or gives orders; such services are found by scanners within hours and emptied, ransomed or misused.'

/** Checks of who is let in: services without authentication, and ways in that should not face strangers. */
export const accessChecks: readonly ExposureCheck[] = [
  ...Object.entries(open).map(([protocol, check]) => fromSign(protocol, 'no-authentication', check)),
  ...Object.entries(anonymous).map(([protocol, check]) => fromSign(protocol, 'anonymous', check)),
  {
    id: 'db-exposed',
    title: 'Database can be reached',
    severity: 'high',
    reason:
      'A database that strangers reach is tried with stolen and guessed passwords, and each flaw of its software can be used at once.',
    remedy: 'Bind it to private addresses or let only the application servers through the firewall.',
    references: ['https://attack.mitre.org/techniques/T1190/'],
    *look(seen) {
      const databases = new Set(['mysql', 'postgresql', 'mongodb', 'mssql', 'cassandra', 'oracle'])
      if (databases.has(seen.protocol))
        yield { evidence: `${seen.protocol} answered on port ${seen.target.port}: ${seen.banner ?? ''}` }
    },
  },
  {
    id: 'ssh-password-auth',
    title: 'SSH allows password login',
    severity: 'low',
    reason: 'Passwords are guessed and reused; keys are neither.',
    remedy: 'Set PasswordAuthentication no and KbdInteractiveAuthentication no, and sign in by keys.',
    references: ['https://attack.mitre.org/techniques/T1110/'],
    *look(seen) {
      if (seen.protocol === 'ssh') for (const { evidence } of signsOf(seen, 'password-login')) yield { evidence }
    },
  },
  {
    id: 'ssh-weak-algorithms',
    title: 'SSH offers outdated algorithms',
    severity: 'low',
    reason: 'Key exchanges with SHA-1 or small groups, DSA keys and old ciphers can be broken or weakened.',
    remedy: 'Leave them out of KexAlgorithms, HostKeyAlgorithms, Ciphers and MACs.',
    references: ['https://www.rfc-editor.org/rfc/rfc9142'],
    *look(seen) {
      if (seen.protocol === 'ssh') for (const { evidence } of signsOf(seen, 'weak-algorithm')) yield { evidence }
    },
  },
  {
    id: 'telnet-open',
    title: 'Telnet is open',
    severity: 'high',
    reason: 'Telnet carries passwords in the clear and is what botnets try first.',
    remedy: 'Turn it off and use SSH.',
    references: ['https://attack.mitre.org/techniques/T1021/'],
    *look(seen) {
      if (seen.protocol === 'telnet')
        yield { evidence: `telnet on port ${seen.target.port}: ${seen.banner ?? 'options only'}` }
    },
  },
  {
    id: 'vnc-exposed',
    title: 'VNC can be reached',
    severity: 'high',
    reason: 'A screen and keyboard behind one short password, mostly without encryption.',
    remedy: 'Reach it only through a VPN or an SSH tunnel.',
    references: ['https://attack.mitre.org/techniques/T1021/005/'],
    *look(seen) {
      if (seen.protocol === 'vnc') yield { evidence: `${seen.banner ?? 'RFB'} on port ${seen.target.port}` }
    },
  },
  {
    id: 'rdp-exposed',
    title: 'Remote Desktop can be reached',
    severity: 'high',
    reason: 'Remote Desktop is the way in of much ransomware: passwords are guessed there and its flaws are used.',
    remedy: 'Put it behind a VPN or a gateway with a second factor.',
    references: ['https://attack.mitre.org/techniques/T1021/001/'],
    *look(seen) {
      if (seen.protocol === 'rdp')
        yield { evidence: `Remote Desktop on port ${seen.target.port}: ${seen.banner ?? ''}` }
    },
  },
  {
    id: 'rdp-weak-security',
    title: 'Remote Desktop accepts its old encryption',
    severity: 'medium',
    reason: 'Standard RDP security lets an attacker in between read the session and its password.',
    remedy: 'Require network level authentication.',
    references: ['https://learn.microsoft.com/windows-server/remote/remote-desktop-services/'],
    *look(seen) {
      if (seen.protocol === 'rdp') for (const { evidence } of signsOf(seen, 'weak-algorithm')) yield { evidence }
    },
  },
  {
    id: 'smb-exposed',
    title: 'File sharing can be reached',
    severity: 'high',
    reason: 'SMB is how worms and ransomware spread; passwords are guessed there and its flaws are used.',
    remedy: 'Block ports 445 and 139 at the border.',
    references: ['https://attack.mitre.org/techniques/T1021/002/'],
    *look(seen) {
      if (seen.protocol === 'smb') yield { evidence: `SMB on port ${seen.target.port}: ${seen.banner ?? ''}` }
    },
  },
  ...Object.entries(inner).map(([protocol, check]) => fromProtocol(protocol, check)),
  {
    id: 'smb1-enabled',
    title: 'SMB1 is still spoken',
    severity: 'high',
    reason: 'SMB1 neither encrypts nor signs properly and is what WannaCry spread by.',
    remedy: 'Turn SMB1 off on servers and clients.',
    references: [
      'https://learn.microsoft.com/windows-server/storage/file-server/troubleshoot/detect-enable-and-disable-smbv1-v2-v3',
    ],
    *look(seen) {
      if (seen.protocol === 'smb') for (const { evidence } of signsOf(seen, 'weak-algorithm')) yield { evidence }
    },
  },
  {
    id: 'snmp-exposed',
    title: 'SNMP answers strangers',
    severity: 'medium',
    reason: 'SNMP tells the make, version and neighbours of a device, and can be misused to amplify attacks.',
    remedy: 'Let only the monitoring station reach it, and use version 3 with authentication.',
    references: ['https://www.cisa.gov/news-events/alerts/2017/06/05/reducing-risk-snmp-abuse'],
    *look(seen) {
      if (seen.protocol === 'snmp') yield { evidence: seen.banner ?? 'SNMP answered' }
    },
  },
  {
    id: 'open-recursion',
    title: 'Name server offers recursion to strangers',
    severity: 'medium',
    reason: 'An open resolver is misused to amplify attacks and its cache can be poisoned.',
    remedy: 'Allow recursion only for your own networks.',
    references: ['https://www.rfc-editor.org/rfc/rfc5358'],
    *look(seen) {
      if (seen.protocol === 'dns') for (const { evidence } of signsOf(seen, 'recursion')) yield { evidence }
    },
  },
]

/** Protocols that are made for one's own network: that they can be reached is the weakness. */
function fromProtocol(protocol: string, check: (typeof inner)[string]): ExposureCheck {
  return {
    ...check,
    *look(seen) {
      if (seen.protocol === protocol)
        yield { evidence: `${protocol} answered on port ${seen.target.port}: ${seen.banner ?? ''}` }
    },
  }
}

function fromSign(
  protocol: string,
  kind: ServiceLook['signs'][number]['kind'],
  check: { id: string; title: string; severity: ExposureCheck['severity']; remedy: string },
): ExposureCheck {
  return {
    ...check,
    reason: noAuthenticationReason,
    references: [CWE_306],
    *look(seen) {
      if (seen.protocol === protocol) for (const { evidence } of signsOf(seen, kind)) yield { evidence }
    },
  }
}

function signsOf(seen: ServiceLook, kind: ServiceLook['signs'][number]['kind']) {
  return seen.signs.filter((sign) => sign.kind === kind)
}
