import type { SeenSoftware } from '#core/vocabulary'
import type { Observation } from './observation.ts'

/**
 * Marks that distributors leave in versions and banners: `Debian-2+deb12u3`, `7.4.3-4ubuntu2.18`, `5.5.68-MariaDB-0+deb12u1`,
 * `.el7`. The revision is kept where it is visible.
 */
const marks: readonly { id: string; pattern: RegExp }[] = [
  { id: 'ubuntu', pattern: /\bUbuntu-([\w.+~]{1,40})/ },
  { id: 'debian', pattern: /\bDebian-([\w.+~]{1,40})/ },
  { id: 'raspbian', pattern: /\bRaspbian-([\w.+~]{1,40})/ },
  { id: 'freebsd', pattern: /\bFreeBSD-([\w.]{1,40})/ },
  { id: 'ubuntu', pattern: /\d-((?:[\w.+~]{1,20})?ubuntu[\w.+~]{1,20})/ },
  { id: 'debian', pattern: /\d-(?:MariaDB-)?(?:1:[\w.]+-)?([\w.+~]{0,20}\+?deb\d{1,2}u\d{1,3})\b/ },
  { id: 'redhat', pattern: /\d-([\w.]{1,20}\.el\d{1,2}(?:_\d+)?)\b/ },
  { id: 'fedora', pattern: /\d-([\w.]{1,20}\.fc\d{1,2})\b/ },
  { id: 'alpine', pattern: /\d-(r\d{1,3})\b/ },
  {
    id: 'debian',
    pattern: /\(Debian(?: GNU\/Linux)?\)/,
  },
  { id: 'ubuntu', pattern: /\(Ubuntu\)/ },
  { id: 'redhat', pattern: /\(Red Hat(?: Enterprise Linux)?\)/ },
  { id: 'centos', pattern: /\(CentOS(?: Linux)?\)/ },
  { id: 'rocky', pattern: /\(Rocky Linux\)/ },
  { id: 'almalinux', pattern: /\(AlmaLinux\)/ },
  { id: 'fedora', pattern: /\(Fedora(?: Linux)?\)/ },
  { id: 'amazon', pattern: /\(Amazon(?: Linux)?\)/ },
  { id: 'freebsd', pattern: /\(FreeBSD\)/ },
]

const sources = new Set([
  'http.header',
  'ssh.banner',
  'smtp.banner',
  'ftp.banner',
  'imap.banner',
  'pop3.banner',
  'mysql.version',
  'dns.version',
])

/** The distributor that built what speaks here, where it shows itself. */
export function distributionIn({ source, text }: Observation): SeenSoftware['distribution'] {
  if (!sources.has(source)) return undefined
  for (const { id, pattern } of marks) {
    const found = pattern.exec(text.slice(0, 512))
    if (found) return found[1] ? { id, revision: found[1] } : { id }
  }
  return undefined
}
