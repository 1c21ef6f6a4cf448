import { cpeSuite } from './suites/cpe.ts'
import { csafSuite } from './suites/csaf.ts'
import { cvssSuite } from './suites/cvss.ts'
import { epssSuite } from './suites/epss.ts'
import { kevSuite } from './suites/kev.ts'
import { matchingSuite } from './suites/matching.ts'
import { purlSuite } from './suites/purl.ts'
import { scansSuite } from './suites/scans.ts'
import { ssvcSuite } from './suites/ssvc.ts'
import { versSuite } from './suites/vers.ts'
import { versionsCompareSuite } from './suites/versions-compare.ts'
import { nodeSemverSuite } from './suites/versions-node-semver.ts'
import { versionsRangesSuite } from './suites/versions-ranges.ts'
import { versionsValidSuite } from './suites/versions-valid.ts'
import { vexSuite } from './suites/vex.ts'
import { vexRoundTripSuite } from './suites/vex-round-trip.ts'
import type { Suite } from './types.ts'

/** Every suite; adding one is a file in `suites` and a line here. The longest folder that fits a file decides. */
export const suites: readonly Suite[] = [
  purlSuite,
  cpeSuite,
  cvssSuite,
  ssvcSuite,
  csafSuite,
  vexSuite,
  vexRoundTripSuite,
  kevSuite,
  epssSuite,
  matchingSuite,
  scansSuite,
  versSuite,
  versionsCompareSuite,
  versionsRangesSuite,
  versionsValidSuite,
  nodeSemverSuite,
]
