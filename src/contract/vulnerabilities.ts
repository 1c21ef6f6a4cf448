import { z } from 'zod'
import { findingRow, timelineEntry } from './findings.ts'

const severity = z.object({ version: z.string(), vector: z.string(), score: z.number().nullable(), by: z.string() })

/** One source's words, side by side with the others'. Affected entries as sentences. */
const statement = z.object({
  source: z.string(),
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
  known: z.boolean(),
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
  findings: z.array(findingRow),
})
export type VulnerabilityDetail = z.infer<typeof vulnerabilityDetail>
