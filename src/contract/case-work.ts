import { z } from 'zod'
import { caseExports, caseKinds, caseSteps } from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const day = z.iso.date('a day such as 2026-08-01')
const time = z.iso.datetime({ offset: true, error: 'a day with its time and zone, such as 2026-08-01T06:00:00Z' })
const playbookId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/)

/** How long cases take, in hours: medians with open cases as waiting. */
export const caseTimeList = z.object({
  times: z.array(
    z.object({
      from: z.enum(caseSteps),
      to: z.enum(caseSteps),
      /** Cases that say enough to count, those that got there, and those whose time nobody knows. */
      total: z.number().int(),
      reached: z.number().int(),
      unknown: z.number().int(),
      /** Half got there within it; null: the cases do not reach it. */
      median: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      by: z.enum(['kaplan-meier', 'turnbull']),
    }),
  ),
})
export type CaseTimeRow = z.infer<typeof caseTimeList>['times'][number]

const playbook = z.object({
  id: words,
  /** 0: one of ours that nobody here has changed or run. */
  version: z.number().int(),
  title: words,
  /** As it was written, with its front matter; without, the text alone is Markdown. */
  body: words,
  text: words,
  /** For which cases it is proposed: any of the lists is enough; kinds narrow. */
  when: z.object({
    kinds: z.array(z.enum(caseKinds)),
    patterns: z.array(words),
    systems: z.array(words),
    controls: z.array(words),
    words: z.array(words),
  }),
  madeBy: words,
  madeAt: instant.nullable(),
})
export type PlaybookRow = z.infer<typeof playbook>
/** In their newest versions, by title. */
export const playbookList = z.object({ playbooks: z.array(playbook) })
/** Newest first. */
export const playbookVersions = z.object({ versions: z.array(playbook) })
export const playbookRequest = z.object({
  id: playbookId,
  body: z.string().min(1).max(65_536),
  /** Makes it a change of a case, under the same proof as any other. */
  because: z
    .object({
      caseId: z.uuid(),
      controlId: z.string().min(1).max(80),
      regressionKey: z.string().trim().min(1).max(300).nullable().default(null),
      owner: z.string().trim().min(1).max(200).nullable().default(null),
      nextReview: day.nullable().default(null),
    })
    .optional(),
})
export const playbookWritten = z.object({ id: words, version: z.number().int(), unchanged: z.boolean() })

export const casePlaybooks = z.object({
  running: z.array(
    z.object({
      playbookId: words,
      version: z.number().int(),
      title: words,
      intro: words,
      startedBy: words,
      startedAt: instant,
      sections: z.array(
        z.object({ title: words, steps: z.array(z.object({ position: z.number().int(), text: words })) }),
      ),
      done: z.array(z.object({ position: z.number().int(), by: words, at: instant, note: words.nullable() })),
    }),
  ),
  /** Those that fit first, with why. */
  proposed: z.array(z.object({ id: words, title: words, why: z.array(words) })),
})
export type CasePlaybooks = z.infer<typeof casePlaybooks>
export const playbookRun = z.object({ playbook: playbookId })
export const playbookStarted = z.object({ playbookId: words, version: z.number().int() })
export const stepRequest = z.object({
  playbook: playbookId,
  position: z.number().int().min(0).max(999),
  done: z.boolean(),
  note: z.string().trim().max(1_000).nullable().default(null),
})
export const stepTicked = z.object({ position: z.number().int() })

const rule = z.object({
  id: words,
  version: z.number().int(),
  name: words,
  jurisdiction: words,
  role: words,
  trigger: words,
  clock: z.enum(['aware', 'classified', 'previous report']),
  deadline: z.number().int(),
  unit: z.enum(['hours', 'calendar-days', 'working-days', 'months']),
  mayBeIncomplete: z.boolean(),
  follows: words.nullable(),
  recipient: words,
  source: words,
  from: words,
  to: words.nullable(),
  verifiedOn: words,
  verifiedBy: words,
  note: words.nullable(),
})

export const obligationCalendar = z.object({
  timeZone: z.string().min(1).max(60),
  /** Days on which the authority does not work. */
  holidays: z.array(day).max(400),
})

export const obligationList = z.object({
  obligations: z.array(
    z.object({
      rule,
      /** `unsaid`: nobody has judged whether it applies. */
      state: z.enum(['unsaid', 'open', 'filed', 'not-applicable']),
      startedAt: instant,
      isProposed: z.boolean(),
      /** Without a day of grace. */
      due: instant,
      /** Where the last day is a Saturday, Sunday or holiday. */
      latest: instant,
      filedAt: instant.nullable(),
      note: words.nullable(),
      saidBy: words.nullable(),
    }),
  ),
  calendar: obligationCalendar,
})
export type ObligationList = z.infer<typeof obligationList>
/** Clocks that run over all cases, the soonest first. */
export const runningDutyList = z.object({
  duties: z.array(
    z.object({
      caseId: words,
      title: words,
      ruleId: words,
      name: words,
      recipient: words,
      /** Without a day of grace. */
      due: instant,
      /** Where the last day is a Saturday, Sunday or holiday. */
      latest: instant,
    }),
  ),
})
export type RunningDutyRow = z.infer<typeof runningDutyList>['duties'][number]
export const obligationRequest = z.object({
  ruleId: z.string().min(1).max(80),
  state: z.enum(['open', 'filed', 'not-applicable']),
  startedAt: time.nullable().default(null),
  filedAt: time.nullable().default(null),
  note: z.string().trim().max(1_000).nullable().default(null),
})
export const obligationSaid = z.object({ ruleId: words, state: z.enum(['open', 'filed', 'not-applicable']) })

/** JSON for databases of incidents, Markdown drafts for authorities. */
export const caseExportQuery = z.object({ as: z.enum(caseExports) })
export type CaseExportName = z.infer<typeof caseExportQuery>['as']
