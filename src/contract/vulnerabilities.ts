import { z } from 'zod'
import { urgencyCounts } from './assets.ts'
import { findingFilterKeys } from './filter.ts'
import { findingRow, timelineEntry } from './findings.ts'
import { listQueryOf, pageOf } from './page.ts'
import { basis, exploitation, instant, urgency } from './words.ts'

/** One vulnerability as the findings under a filter show it: how many, where, how bad at worst. */
const vulnerabilityRow = z.object({
  id: z.string(),
  title: z.string(),
  urgency,
  /** Of the finding that decides its place: what the decision rests on, why, and the component it is in; empty: in none. */
  basis,
  why: z.string(),
  component: z.string(),
  findings: z.number().int(),
  assets: z.number().int(),
  open: urgencyCounts,
  /** As of a finding; null: unknown of one of them, and yes of none. */
  kev: z.boolean().nullable(),
  exploitation,
  epss: z.number().nullable(),
  cvss: z.number().nullable(),
  /** Of those findings: how many have a known fix. */
  fixable: z.number().int(),
  firstSeen: instant,
  dueAt: instant.nullable(),
})
export type VulnerabilityRow = z.infer<typeof vulnerabilityRow>
export const vulnerabilityPage = pageOf(vulnerabilityRow)

/** Orders of the list: as decided, by number of findings, EPSS, CVSS, newest here. */
const vulnerabilitySort = z.enum(['decision', 'findings', 'epss', 'cvss', 'newest'])
export type VulnerabilitySort = z.infer<typeof vulnerabilitySort>

/** Query of the list of vulnerabilities; the filter is that of findings. */
export const vulnerabilityListQuery = listQueryOf(findingFilterKeys).extend({
  sort: vulnerabilitySort.default('decision'),
})
export type VulnerabilityListQuery = z.infer<typeof vulnerabilityListQuery>

const severity = z.object({ version: z.string(), vector: z.string(), score: z.number().nullable(), by: z.string() })

/** What a scanner's report states of exploitation by the tool's own copies of EPSS and CISA's catalogue. */
const reported = z.object({
  /** When the report was made. */
  at: instant,
  epss: z.object({ date: z.string(), probability: z.number() }).nullable(),
  /** Since when the catalogue lists it, or on which day it did not. */
  kevSince: z.string().nullable(),
  notInKev: z.string().nullable(),
})

/** One source's words, side by side with the others'. Affected entries as sentences. */
const statement = z.object({
  source: z.string(),
  /** Where the source is a scanner whose report was imported, and no feed. */
  reported: reported.nullable(),
  recordId: z.string(),
  state: z.string(),
  published: z.string().nullable(),
  modified: z.string().nullable(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  severities: z.array(severity),
  cwes: z.array(z.string()),
  affected: z.array(z.string()),
  affectedCount: z.number().int(),
  references: z.array(z.string()),
})
export type StatementView = z.infer<typeof statement>

export const vulnerabilityDetail = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  title: z.string().nullable(),
  /** False where no feed nor what came with Lunette speaks of it. */
  known: z.boolean(),
  /** True as long as no feed was ever read. */
  feedsUnread: z.boolean(),
  retired: z.boolean(),
  severities: z.array(severity),
  cwes: z.array(z.string()),
  kev: z.array(
    z.object({
      asserter: z.string(),
      dateAdded: z.string(),
      dueDate: z.string().nullable(),
      ransomware: z.string(),
      requiredAction: z.string().nullable(),
    }),
  ),
  exploits: z.array(
    z.object({ kind: z.string(), source: z.string(), reference: z.string(), date: z.string().nullable() }),
  ),
  epss: z.array(z.object({ date: z.string(), probability: z.number() })),
  statements: z.array(statement),
  timeline: z.array(timelineEntry),
  /** The first of its findings, the most urgent first; and how many are open, exactly. */
  findings: z.array(findingRow),
  open: z.number().int(),
})
export type VulnerabilityDetail = z.infer<typeof vulnerabilityDetail>
