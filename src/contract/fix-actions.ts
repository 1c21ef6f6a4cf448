import { z } from 'zod'
import { urgencyCounts } from './assets.ts'
import { findingFilterKeys } from './filter.ts'
import { findingRow } from './findings.ts'
import { listQueryOf, pageOf } from './page.ts'
import { exposure, instant, urgency } from './words.ts'

const count = z.number().int()

/**
 * What one change to a component closes: `update` to a fixed version, `unknown-fix` where no source here names one, or
 * `no-fix` for those findings of it that its sources say no version fixes. Its findings are those of the filter `action:` with its id.
 */
export const fixActionRow = z.object({
  id: z.string(),
  kind: z.enum(['update', 'unknown-fix', 'no-fix']),
  component: z.object({ name: z.string(), ecosystem: z.string().nullable() }),
  /** The smallest version that ends every affected range its findings lie in. */
  version: z.string().nullable(),
  /** A smaller one that already closes all findings of the worst decision, and how many those are. */
  firstStep: z.object({ version: z.string(), urgency, findings: count }).nullable(),
  /** Versions in use, the most found first, and how many there are in all; `null` is a version nobody stated. */
  from: z.array(z.string().nullable()),
  fromCount: count,
  urgency,
  findings: count,
  /** Of its findings: those that no source here names a fixed version of. An update to `version` may close them, or not. */
  unknownFix: count,
  vulnerabilities: count,
  assets: count,
  /** Of its findings: those somebody says are fixed, which no import has shown yet. */
  claimed: count,
  open: urgencyCounts,
  /** The earliest date one of its findings is due. */
  dueAt: instant.nullable(),
  /** The finding that decides its place. */
  worst: findingRow,
  /** Of what is in no component: what whoever found it says is to be done. */
  remedy: z.string().nullable(),
})
export type FixActionRow = z.infer<typeof fixActionRow>
export const fixActionPage = pageOf(fixActionRow)

/** Orders of the list: that of the findings, each action where its most urgent one stands, then by number of findings; or by number of findings. */
const fixActionSort = z.enum(['decision', 'findings'])
export type FixActionSort = z.infer<typeof fixActionSort>

/** Query of the list of fix actions; the filter is that of findings, and says which of them are to be closed. */
export const fixActionListQuery = listQueryOf(findingFilterKeys).extend({ sort: fixActionSort.default('decision') })
export type FixActionListQuery = z.infer<typeof fixActionListQuery>

/**
 * One step: the version that closes what is open in this one, and how many findings that is; where there is none, all of
 * them. A finding in several versions is counted in each. `unknownFix`: findings in it of which no source names a fix.
 */
const fixStep = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  open: urgencyCounts,
  unknownFix: count,
})

const assetOfAction = z.object({
  id: z.string(),
  name: z.string(),
  exposure,
  owner: z.string().nullable(),
  urgency,
  findings: count,
  claimed: count,
  /** Of its findings: those that no source here names a fixed version of. */
  unknownFix: count,
  /** Versions of the component on it, as far as they are stated. */
  versions: z.array(z.string()),
})

/** A fix action with the versions it starts from and the first 200 assets it is on, the most urgent first. */
export const fixActionDetail = fixActionRow.extend({ steps: z.array(fixStep), on: z.array(assetOfAction) })
export type FixActionDetail = z.infer<typeof fixActionDetail>

/**
 * Says that the change was made, everywhere or on one asset, or takes that back: an update is said to close what has a
 * fixed version, of the rest nobody knows. What is imported later confirms it
 * or not.
 */
export const fixClaim = z.object({ claimed: z.boolean(), assetId: z.string().min(1).max(100).optional() })
export type FixClaim = z.infer<typeof fixClaim>
/** How many findings this is new for. */
export const fixClaimed = z.object({ findings: count })
