import type { SeenCertificate } from '#core/vocabulary'
import type { ExposureCheck, ServiceLook } from '../contract.ts'

const DAY = 86_400_000
const EXPIRES_SOON = 21
/** Where no browser forum's limit applies, this is what browsers refused since 2020. */
const LONGEST_DAYS = 398
const RFC5280 = 'https://www.rfc-editor.org/rfc/rfc5280'
const BASELINE = 'https://cabforum.org/working-groups/server/baseline-requirements/'

/** Limits of the CA/Browser Forum on the life of public certificates, by the day of issue (ballot SC-081v3). */
const publicLimits: readonly [issuedFrom: string, days: number][] = [
  ['2029-03-15', 47],
  ['2027-03-15', 100],
  ['2026-03-15', 200],
  ['2020-09-01', 398],
]

/** Checks of what a service proves itself with. */
export const certificateChecks: readonly ExposureCheck[] = [
  {
    id: 'expired-cert',
    title: 'Certificate has expired',
    severity: 'high',
    reason:
      'Clients refuse an expired certificate or their users learn to click warnings away, which is what an attacker in between needs.',
    remedy: 'Renew the certificate, and let a tool such as certbot renew it from now on.',
    references: [RFC5280],
    *look(seen) {
      for (const leaf of leavesOf(seen))
        if (Date.parse(leaf.validTo) < seen.now)
          yield { evidence: `valid until ${leaf.validTo}; ${nameOf(leaf)}`, shownBy: leaf.fingerprint }
    },
  },
  {
    id: 'expiring-cert',
    title: 'Certificate expires soon',
    severity: 'low',
    reason: 'When it expires clients will refuse the service.',
    remedy: 'Renew the certificate now, and find out why it was not renewed by itself.',
    references: [RFC5280],
    *look(seen) {
      for (const leaf of leavesOf(seen)) {
        const days = (Date.parse(leaf.validTo) - seen.now) / DAY
        // Of short-lived certificates the last third is the time to renew.
        const limit = Math.min(EXPIRES_SOON, (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / DAY / 3)
        const evidence = `valid until ${leaf.validTo}; ${nameOf(leaf)}`
        if (days >= 0 && days < limit) yield { evidence, shownBy: leaf.fingerprint }
      }
    },
  },
  {
    id: 'not-yet-valid-cert',
    title: 'Certificate is not valid yet',
    severity: 'medium',
    reason: 'Clients refuse a certificate whose time has not come.',
    remedy: 'Check the clock of the issuing machine and issue the certificate again.',
    references: [RFC5280],
    *look(seen) {
      for (const leaf of leavesOf(seen))
        if (Date.parse(leaf.validFrom) > seen.now + DAY)
          yield { evidence: `valid from ${leaf.validFrom}; ${nameOf(leaf)}`, shownBy: leaf.fingerprint }
    },
  },
  {
    id: 'self-signed-cert',
    title: 'Certificate is self-signed',
    severity: 'medium',
    reason: 'Nobody but the server itself vouches for it, so clients cannot tell it from one an attacker made.',
    remedy: 'Use a certificate of a public authority, or of your own authority whose root your clients trust.',
    references: [RFC5280],
    *look(seen) {
      for (const leaf of leavesOf(seen))
        if (leaf.selfSigned)
          yield {
            evidence: `subject and issuer are ${leaf.subject || 'empty'}, signed by its own key`,
            shownBy: leaf.fingerprint,
          }
    },
  },
  {
    id: 'weak-rsa',
    title: 'Certificate key is too short',
    severity: 'high',
    reason: 'RSA keys below 2,048 bits and elliptic keys below 224 bits can be broken by well-equipped attackers.',
    remedy: 'Make a new key (RSA of at least 2,048 bits, or P-256) and a new certificate for it.',
    references: ['https://doi.org/10.6028/NIST.SP.800-131Ar2'],
    *look(seen) {
      for (const certificate of shownBy(seen)) {
        const { kind, bits = Number.POSITIVE_INFINITY } = certificate.key
        const weak = (/^(?:rsa|dsa)/.test(kind) && bits < 2_048) || (kind === 'ec' && bits < 224)
        if (weak)
          yield { evidence: `${kind} of ${bits} bits; ${nameOf(certificate)}`, shownBy: certificate.fingerprint }
      }
    },
  },
  {
    id: 'sha1-signature',
    title: 'Certificate is signed with an outdated hash',
    severity: 'medium',
    reason: 'Collisions of SHA-1 and MD5 are practical: a certificate of the same signature can be forged.',
    remedy: 'Have the certificate issued again with SHA-256.',
    references: ['https://www.rfc-editor.org/rfc/rfc9155'],
    *look(seen) {
      for (const certificate of shownBy(seen))
        if (/sha-?1(?:$|[^\d])|md5|md2/i.test(certificate.signature) && !isRoot(certificate, seen))
          yield { evidence: `${certificate.signature}; ${nameOf(certificate)}`, shownBy: certificate.fingerprint }
    },
  },
  {
    id: 'revoked-cert',
    title: 'Certificate was revoked',
    severity: 'high',
    reason: 'Its authority took it back: clients that ask refuse it, and the key may be in other hands.',
    remedy: 'Find out why it was revoked, make a new key and have a new certificate issued.',
    references: ['https://www.rfc-editor.org/rfc/rfc6960'],
    *look(seen) {
      const { revocation } = seen.tls?.seen ?? {}
      const leaf = leafOf(seen)
      if (leaf && revocation?.status === 'revoked')
        yield { evidence: `the stapled answer of ${revocation.saidAt} says revoked; ${nameOf(leaf)}` }
    },
  },
  {
    id: 'stapling-broken',
    title: 'OCSP staple missing or stale',
    severity: 'low',
    reason:
      'Clients that require the stapled answer refuse the service; others ask the authority, or do not ask at all.',
    remedy:
      'Let the server renew its stapled answer (nginx: ssl_stapling on; Apache: SSLUseStapling on) and reach the responder.',
    references: ['https://www.rfc-editor.org/rfc/rfc7633', 'https://www.rfc-editor.org/rfc/rfc6066#section-8'],
    *look(seen) {
      const leaf = leafOf(seen)
      const { stapled, revocation } = seen.tls?.seen ?? {}
      if (!leaf) return
      if (leaf.mustStaple && stapled === false)
        yield { evidence: `the certificate must come with a stapled answer, and none came; ${nameOf(leaf)}` }
      else if (revocation?.until !== undefined && Date.parse(revocation.until) < seen.now)
        yield { evidence: `the stapled answer held until ${revocation.until}; ${nameOf(leaf)}` }
    },
  },
  {
    id: 'cert-name-mismatch',
    title: 'Certificate name mismatch',
    severity: 'medium',
    reason:
      'Clients that ask by this name are warned or refuse; users who learn to go on cannot tell an attacker in between.',
    remedy: 'Have a certificate issued that holds the name, or serve the name elsewhere.',
    references: ['https://www.rfc-editor.org/rfc/rfc9525'],
    *look(seen) {
      const leaf = leafOf(seen)
      const asked = seen.names.filter((name) => !name.startsWith('*'))
      if (!leaf || asked.length === 0 || !seen.tls) return
      const wrong = asked.filter((name) => !covers(certificateFor(seen, name) ?? leaf, name)).sort()
      if (wrong.length === 0) return
      yield {
        evidence: `asked for ${wrong.slice(0, 8).join(', ')}${wrong.length > 8 ? ` and ${wrong.length - 8} more` : ''}; the certificate names ${leaf.names.slice(0, 12).join(', ') || leaf.subject}`,
        ...(wrong.length < asked.length ? { severity: 'low' as const } : {}),
      }
    },
  },
  {
    id: 'cert-long-validity',
    title: 'Certificate is valid for too long',
    severity: 'low',
    reason:
      'The longer a certificate lives, the longer a stolen key is of use; browsers refuse public certificates that live too long.',
    remedy:
      'Issue certificates for at most 398 days, public ones for what the CA/Browser Forum allows, and renew them by a tool.',
    references: [BASELINE],
    *look(seen) {
      const leaf = leafOf(seen)
      if (!leaf || !seen.tls) return
      const days = (Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / DAY
      const limit = seen.tls.publicRoot ? publicLimitOf(leaf) : LONGEST_DAYS
      if (days > limit + 1)
        yield {
          evidence: `valid for ${Math.round(days)} days (${leaf.validFrom} to ${leaf.validTo}), more than ${limit}`,
        }
    },
  },
]

function leafOf(seen: ServiceLook): SeenCertificate | undefined {
  return seen.tls?.seen.chain[0]
}

/** The first leaf, and those that it presents by other names. */
function leavesOf({ tls }: ServiceLook): SeenCertificate[] {
  return [...(tls?.seen.chain.slice(0, 1) ?? []), ...(tls?.seen.others ?? [])]
}

function shownBy({ tls }: ServiceLook): SeenCertificate[] {
  return [...(tls?.seen.chain ?? []), ...(tls?.seen.others ?? [])]
}

function nameOf({ subject, fingerprint }: SeenCertificate): string {
  return `${subject || 'no subject'} (SHA-256 ${fingerprint.slice(0, 16)}…)`
}

/** The signature of a root proves nothing and harms nothing; a lone self-signed leaf is not a root. */
function isRoot(certificate: SeenCertificate, seen: ServiceLook): boolean {
  return certificate.selfSigned && certificate !== leafOf(seen)
}

function certificateFor(seen: ServiceLook, name: string): SeenCertificate | undefined {
  return seen.tls?.byName.find((other) => other.name === name)?.certificate
}

/** A wildcard stands for one label (RFC 9525 section 6.3). */
function covers(certificate: SeenCertificate, name: string): boolean {
  const lower = name.toLowerCase()
  const parent = lower.slice(lower.indexOf('.') + 1)
  return certificate.names.some(
    (known) => known === lower || (known.startsWith('*.') && known.slice(2) === parent && lower !== parent),
  )
}

function publicLimitOf(leaf: SeenCertificate): number {
  return publicLimits.find(([from]) => leaf.validFrom.slice(0, 10) >= from)?.[1] ?? 825
}
