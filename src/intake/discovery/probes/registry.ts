import type { Probe } from '../contract.ts'
import { autonomousSystem } from './autonomous-system/index.ts'
import { certificateTransparency } from './certificate-transparency/index.ts'
import { delegation } from './delegation/index.ts'
import { mailPolicy } from './mail-policy/index.ts'
import { mtaSts } from './mta-sts/index.ts'
import { nsecWalk } from './nsec-walk/index.ts'
import { organisation } from './organisation/index.ts'
import { permutations } from './permutations/index.ts'
import { rdapAddress, rdapDomain, rdapExpiry } from './rdap/index.ts'
import { records } from './records/index.ts'
import { reverseRange } from './reverse-range/index.ts'
import { serviceRecords } from './service-records/index.ts'
import { takeover } from './takeover/index.ts'
import { wildcard } from './wildcard/index.ts'
import { wordlist } from './wordlist/index.ts'
import { zoneHealth } from './zone-health/index.ts'
import { zoneTransfer } from './zone-transfer/index.ts'

/** Every probe of names and addresses. */
export const probes: readonly Probe[] = [
  records,
  zoneTransfer,
  nsecWalk,
  mailPolicy,
  serviceRecords,
  zoneHealth,
  delegation,
  takeover,
  mtaSts,
  wildcard,
  wordlist,
  permutations,
  reverseRange,
  certificateTransparency,
  rdapDomain,
  rdapExpiry,
  rdapAddress,
  autonomousSystem,
  organisation,
]
