import { accessChecks } from './checks/access.ts'
import { certificateChecks } from './checks/certificates.ts'
import { pageChecks } from './checks/pages.ts'
import { softwareChecks } from './checks/software.ts'
import { transportChecks } from './checks/transport.ts'
import { webDataChecks } from './checks/web-data.ts'
import type { ExposureCheck } from './contract.ts'

/** Every check of a service. Two may share an id when they find the same weakness in different ways. */
export const exposureChecks: readonly ExposureCheck[] = [
  ...certificateChecks,
  ...transportChecks,
  ...accessChecks,
  ...webDataChecks,
  ...pageChecks,
  ...softwareChecks,
]

/** Paths that checks want to see on web sites. */
export const askedPaths: readonly string[] = [...new Set(exposureChecks.flatMap(({ asks = [] }) => asks))]
