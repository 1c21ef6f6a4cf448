import { headerOf } from '../../http/index.ts'
import { allAnswers, siteAddress } from '../../web/index.ts'
import type { ExposureCheck, ServiceLook } from '../contract.ts'

const RFC8996 = 'https://www.rfc-editor.org/rfc/rfc8996'
const RFC8314 = 'https://www.rfc-editor.org/rfc/rfc8314'

/** Checks of encryption: versions and suites of TLS, and what is said without it. */
export const transportChecks: readonly ExposureCheck[] = [
  oldVersion('ssl-3.0', 'SSLv3', 'SSL 3.0 is offered', 'high', 'https://www.rfc-editor.org/rfc/rfc7568'),
  oldVersion('tls-1.0', 'TLSv1', 'TLS 1.0 is offered', 'medium', RFC8996),
  oldVersion('tls-1.1', 'TLSv1.1', 'TLS 1.1 is offered', 'low', RFC8996),
  {
    id: 'weak-cipher',
    title: 'Weak cipher suites are offered',
    severity: 'medium',
    reason:
      'Suites without encryption or authentication, with export keys, RC4 or 64-bit blocks let an attacker read or change what is said.',
    remedy: 'Allow only suites with AES-GCM or ChaCha20 and ephemeral keys.',
    references: ['https://www.rfc-editor.org/rfc/rfc9325', 'https://sweet32.info/'],
    *look({ tls }) {
      const suites = tls?.seen.weakCiphers ?? []
      const worst = suites.some((suite) => /NULL|EXP|^A(?:EC)?DH|RC4|^(?:EDH-\w+-)?DES-CBC-/.test(suite))
      if (suites.length > 0)
        yield { evidence: `chosen when offered: ${suites.join(', ')}`, ...(worst ? { severity: 'high' as const } : {}) }
    },
  },
  {
    id: 'hsts-missing',
    title: 'Strict-Transport-Security is missing',
    severity: 'low',
    reason: 'A browser that once came without TLS can be kept there by an attacker in between.',
    remedy: 'Answer with Strict-Transport-Security: max-age=31536000; includeSubDomains on every page over HTTPS.',
    references: ['https://www.rfc-editor.org/rfc/rfc6797'],
    *look(seen) {
      if (seen.protocol !== 'http' || !seen.secure) return
      for (const site of seen.sites) {
        if (site.name === undefined || site.landing.status >= 400 || !isForBrowsers(site.landing.headers)) continue
        const value =
          headerOf(site.landing, 'strict-transport-security') ?? headerOf(site.root, 'strict-transport-security')
        const age = Number(/max-age="?(\d+)/i.exec(value ?? '')?.[1] ?? 0)
        if (age === 0)
          yield {
            evidence: `${siteAddress(site)}${site.landing.path} answered ${site.landing.status} ${value === undefined ? 'without the header' : `with ${value}`}`,
            shownBy: site.name,
          }
      }
    },
  },
  {
    id: 'no-https-redirect',
    title: 'Site is served without TLS',
    severity: 'low',
    reason: 'What is read and typed on the site can be read and changed on the way.',
    remedy: 'Redirect every request to https:// of the same name, and serve nothing else on this port.',
    references: ['https://owasp.org/www-project-web-security-testing-guide/'],
    *look(seen) {
      if (seen.protocol !== 'http' || seen.secure) return
      // By its bare address, too: a name that comes to light makes it no other weakness.
      for (const site of seen.sites)
        if (site.landing.status === 200 && isForBrowsers(site.landing.headers) && !/^https:/i.test(site.leadsTo ?? ''))
          yield {
            evidence: `${siteAddress(site)}${site.landing.path} answered 200 without leading to https`,
            shownBy: site.name ?? seen.target.address,
          }
    },
  },
  {
    id: 'starttls-missing',
    title: 'Encryption is not offered',
    severity: 'medium',
    reason: 'Mail, queries or passwords go over the network in the clear.',
    remedy: 'Enable STARTTLS (or TLS on a port of its own) with a valid certificate.',
    references: [RFC8314, 'https://www.rfc-editor.org/rfc/rfc3207'],
    *look(seen) {
      if (seen.protocol === 'ftp') return
      for (const { evidence } of signsOf(seen, 'no-starttls')) yield { evidence }
    },
  },
  {
    id: 'cleartext-protocol',
    title: 'Protocol without encryption',
    severity: 'medium',
    reason: 'Everything said, passwords too, can be read and changed on the way.',
    remedy:
      'Use the encrypted successor (SSH and SFTP in place of Telnet and FTP, or FTP over TLS) and close this port.',
    references: ['https://attack.mitre.org/techniques/T1040/'],
    *look(seen) {
      const plain =
        !seen.secure &&
        (seen.protocol === 'telnet' || seen.protocol === 'rsync' || (seen.protocol === 'ftp' && !seen.tls))
      if (plain) yield { evidence: `${seen.protocol} on port ${seen.target.port}: ${seen.banner ?? 'no banner'}` }
    },
  },
  {
    id: 'cleartext-login',
    title: 'Passwords are taken without encryption',
    severity: 'medium',
    reason: 'A password typed here can be read by anyone on the way.',
    remedy:
      'Refuse sign-in before STARTTLS (Dovecot: disable_plaintext_auth, ssl=required; Postfix: smtpd_tls_auth_only; web: redirect to https).',
    references: [RFC8314],
    *look(seen) {
      if (seen.secure) return
      for (const { evidence } of signsOf(seen, 'cleartext-login')) yield { evidence }
      if (seen.protocol !== 'http') return
      for (const site of seen.sites)
        for (const answer of allAnswers(site))
          if (answer.status === 200 && /<input[^>]{0,300}\btype\s{0,4}=\s{0,4}["']?password/i.test(answer.body)) {
            yield { evidence: `${answer.url} asks for a password over http`, shownBy: site.name ?? seen.target.address }
            break
          }
    },
  },
]

function oldVersion(
  id: string,
  version: string,
  title: string,
  severity: ExposureCheck['severity'],
  reference: string,
): ExposureCheck {
  return {
    id,
    title,
    severity,
    reason: 'Known attacks read or change what is said under this version, and standards forbid it.',
    remedy: 'Allow only TLS 1.2 and TLS 1.3.',
    references: [reference],
    *look({ tls }) {
      if (tls?.seen.versions.includes(version))
        yield { evidence: `handshake answered with ${version}; offered: ${tls.seen.versions.join(', ')}` }
    },
  }
}

function signsOf(seen: ServiceLook, kind: ServiceLook['signs'][number]['kind']) {
  return seen.signs.filter((sign) => sign.kind === kind)
}

/** An API that answers JSON or plain text is no page. */
function isForBrowsers(headers: readonly (readonly [string, string])[]): boolean {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
  return type === '' || /html/i.test(type)
}
