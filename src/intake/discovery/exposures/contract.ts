import type { ProbeTarget } from '#core/kernel'
import type { CvssSeverity, SeenSoftware } from '#core/vocabulary'
import type { Fingerprints } from '../fingerprints/index.ts'
import type { Sign } from '../services/contract.ts'
import type { TlsLook } from '../tls/index.ts'
import type { Site } from '../web/index.ts'

/** All that was seen of a service, for checks to judge. */
export interface ServiceLook {
  target: ProbeTarget
  transport: 'tcp' | 'udp'
  /** Names that lead to the place. */
  names: readonly string[]
  /** `smtp`, `http`; without the `s` of TLS. */
  protocol: string
  /** TLS from the first byte. */
  secure: boolean
  /** From the first byte or after STARTTLS. */
  tls?: TlsLook
  signs: readonly Sign[]
  software: readonly SeenSoftware[]
  sites: readonly Site[]
  banner?: string
  fingerprints: Fingerprints
  /** Milliseconds since the epoch. */
  now: number
}

/** What a check saw: the evidence, quoted and bounded. */
export interface Witnessed {
  evidence: string
  /** What it is about, where one check finds several things on one service: a product. Never a name, which may change. */
  aspect?: string
  /** The site, by the name that it was asked by, or the certificate that shows it: several may show the same. */
  shownBy?: string
  /** Where this one is worse or better than the check says, or can be named closer. */
  severity?: CvssSeverity
  title?: string
}

/** A plug-in that judges what was seen of a service. It sends nothing itself. */
export interface ExposureCheck {
  /** Stable id: `expired-cert`. */
  id: string
  title: string
  severity: CvssSeverity
  /** Why it matters, and how to mend it: full sentences for people. */
  reason: string
  remedy: string
  references: readonly string[]
  /** Paths of web sites it wants to see: plain GETs that a browser could make. */
  asks?: readonly string[]
  look(seen: ServiceLook): Iterable<Witnessed>
}
