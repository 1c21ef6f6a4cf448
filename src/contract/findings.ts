import { z } from 'zod'
import { dispositionRow } from './dispositions.ts'
import { findingFilterKeys } from './filter.ts'
import { listQueryOf, pageOf, textCursor } from './page.ts'
import { basis, criticality, exploitation, exposure, instant, matchMethod, urgency, verdict } from './words.ts'

const assetOfFinding = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  exposure,
  exposureBasis: basis,
  owner: z.string().nullable(),
  criticality,
})

/** One row of the ranked list: what, where, why, and the evidence marks. */
export const findingRow = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  vulnerabilityId: z.string().nullable(),
  /** Tool and rule, where it rests on a tool's word and is no vulnerability. */
  ruleId: z.string().nullable(),
  /** The tool's own word for how severe it is, where it rests on one. */
  severity: z.string().nullable(),
  asset: assetOfFinding,
  /** Its name is empty where it is in no component but at a place of the asset. */
  component: z.object({
    name: z.string(),
    /** The one that speaks for the finding, of those that match the most urgent and lowest. */
    version: z.string().nullable(),
    /** Those that match beside it at the same place, in order; an empty one is a version nobody stated. */
    otherVersions: z.array(z.string()),
    ecosystem: z.string().nullable(),
  }),
  /** Folder of the component; path, address or port where there is none. */
  location: z.string(),
  /** Fixes it in every version that matches; null: for one of them none is known. */
  fixedVersion: z.string().nullable(),
  fixState: z.string(),
  urgency,
  outcomeLabel: z.string(),
  basis,
  why: z.string(),
  verdict,
  method: matchMethod,
  /** Known to be exploited, as KEV lists it; null: unknown, no catalogue that speaks of today is loaded. */
  kev: z.boolean().nullable(),
  exploitation,
  cvss: z.number().nullable(),
  epss: z.number().nullable(),
  epssChange30d: z.number().nullable(),
  state: z.enum(['open', 'suppressed', 'resolved']),
  /** Who works on it, a member by name. */
  assignee: z.string().nullable(),
  team: z.string().nullable(),
  /** What somebody does about it. Who says that it is fixed waits for an import that shows it. */
  progress: z.enum(['in-progress', 'claimed-fixed']).nullable(),
  /** Set while it is claimed fixed and no import of a later time has spoken of it. */
  claimed: z.object({ at: instant, by: z.string() }).nullable(),
  firstSeen: instant,
  /** As a person says, else as the decision does. */
  dueAt: instant.nullable(),
})
export type FindingRow = z.infer<typeof findingRow>

export const findingPage = pageOf(findingRow)

/** Orders of the list: as decided, by due date, first seen (newest, oldest), EPSS, CVSS, by the asset's name. */
const findingSort = z.enum(['decision', 'due', 'newest', 'oldest', 'epss', 'cvss', 'asset'])
export const findingSorts = findingSort.options
export type FindingSort = z.infer<typeof findingSort>

/** Query of the list of findings. */
export const findingListQuery = listQueryOf(findingFilterKeys).extend({
  sort: findingSort.default('decision'),
  // It carries what the last row was sorted by, a name too.
  cursor: textCursor,
  /** A finding's id: asks for the page it is on, of pages of `limit` rows from the first; `offset` counts where it is not in the list. */
  anchor: z.string().max(64).optional(),
})
export type FindingListQuery = z.infer<typeof findingListQuery>

/** Per filter key its values with exact counts under the other terms of the filter. */
export const facets = z.object({
  facets: z.array(
    z.object({ key: z.string(), values: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  ),
})
export type Facets = z.infer<typeof facets>

const reason = z.object({
  code: z.string(),
  text: z.string(),
  source: z.string().optional(),
  recordId: z.string().optional(),
})

const decisionInput = z.object({
  point: z.string(),
  label: z.string(),
  value: z.string(),
  valueLabel: z.string(),
  basis,
  decisive: z.boolean(),
  source: z.string(),
  at: z.string().optional(),
  text: z.string(),
})
export type DecisionInputRow = z.infer<typeof decisionInput>

const epss = z.object({
  probability: z.number(),
  percentile: z.number().optional(),
  date: z.string(),
  modelVersion: z.string(),
  /** Whose report it is from, where it is not the feed's. */
  by: z.string().optional(),
  change30d: z.number().optional(),
  changeSince: z.string().optional(),
})

const priorityDetail = z.object({
  table: z.string(),
  tableName: z.string().optional(),
  outcome: z.string(),
  outcomeLabel: z.string(),
  urgency,
  basis,
  inputs: z.array(decisionInput),
  dueDays: z.number().optional(),
  exploitation,
  epss: epss.optional(),
  lev: z.object({ probability: z.number(), windows: z.number(), windowsExpected: z.number() }).optional(),
  cvss: z.object({ score: z.number(), vector: z.string(), version: z.string(), by: z.string() }).optional(),
  why: z.string(),
})

/** One component shown by one import: who saw the finding and where; without a component the place a report states. */
const findingWitness = z.object({
  componentId: z.string().nullable(),
  purl: z.string().nullable(),
  version: z.string().nullable(),
  location: z.string(),
  importId: z.string(),
  importer: z.string(),
  format: z.string(),
  fileName: z.string(),
  tool: z.string().nullable(),
  statedAt: instant,
  evidence: z.array(
    z.object({ kind: z.string(), by: z.string(), path: z.string().optional(), pointer: z.string().optional() }),
  ),
})

/** A dated fact about the vulnerability, for the timeline. */
export const timelineEntry = z.object({ at: z.string(), kind: z.string(), text: z.string(), source: z.string() })
export type TimelineEntry = z.infer<typeof timelineEntry>

export const findingDetail = findingRow.extend({
  ecosystem: z.string().nullable(),
  /** The fix action that closes it. */
  fixActionId: z.string(),
  /** Due date and ticket that a person named; `version`: when the work on it was last changed. */
  work: z.object({
    dueAt: instant.nullable(),
    ticketUrl: z.string().nullable(),
    version: instant.nullable(),
  }),
  /** The decision's own due date. */
  decisionDueAt: instant.nullable(),
  resolution: z.string().nullable(),
  resolvedAt: instant.nullable(),
  lastSeen: instant,
  prioritySince: instant,
  priority: priorityDetail,
  match: z.object({
    source: z.string(),
    recordId: z.string(),
    records: z.array(z.object({ source: z.string(), recordId: z.string() })),
    fixedVersions: z.array(z.string()),
    fixState: z.string(),
    reasons: z.array(reason),
  }),
  /** What is said of each version that matches; the first speaks for the finding. */
  versions: z.array(
    z.object({
      version: z.string().nullable(),
      verdict,
      /** Null: none is known. */
      fixedVersion: z.string().nullable(),
    }),
  ),
  witnesses: z.array(findingWitness),
  history: z.array(z.object({ at: instant, kind: z.string(), detail: z.record(z.string(), z.unknown()) })),
  disposition: dispositionRow.nullable(),
  /** The facts a ruling may rest on, as they are now. */
  anchor: z.record(z.string(), z.string()),
  timeline: z.array(timelineEntry),
  epssHistory: z.array(z.object({ date: z.string(), probability: z.number() })),
})
export type FindingDetail = z.infer<typeof findingDetail>
