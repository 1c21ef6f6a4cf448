import { unfoldTable } from '../compact-table.ts'
import type { DecisionTable } from '../types.ts'
import { cisaBod2604 } from './cisa-bod-26-04.ts'
import { cisaCoordinator } from './cisa-coordinator.ts'
import { coordinatorPublishDecisionTable } from './coordinator-publish-decision-table.ts'
import { coordinatorTriage } from './coordinator-triage.ts'
import { deployerPatchApplicationPriority } from './deployer-patch-application-priority.ts'
import { humanImpact } from './human-impact.ts'
import { publicSafetyImpact } from './public-safety-impact.ts'
import { supplierPatchDevelopmentPriority } from './supplier-patch-development-priority.ts'
import { utility } from './utility.ts'

/** The published tables that ship with Lunette, by id. Own tables are read by `parseDecisionTable`. */
export const publishedTables: ReadonlyMap<string, DecisionTable> = new Map(
  [
    cisaBod2604,
    deployerPatchApplicationPriority,
    cisaCoordinator,
    supplierPatchDevelopmentPriority,
    coordinatorPublishDecisionTable,
    coordinatorTriage,
    utility,
    humanImpact,
    publicSafetyImpact,
  ].map((compact) => [compact.id, unfoldTable(compact)]),
)
