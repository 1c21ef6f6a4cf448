import { z } from 'zod'
import {
  barrierOutcomes,
  caseChangeKinds,
  caseKinds,
  caseLinkKinds,
  caseOrigins,
  caseRoles,
  caseSteps,
} from '#core/vocabulary'
import { instant } from './words.ts'

const words = z.string()
const day = z.iso.date('a day such as 2026-08-01')
const time = z.iso.datetime({ offset: true, error: 'a day with its time and zone, such as 2026-08-01T06:00:00Z' })

const caseBarrier = z.object({ controlId: words, outcome: z.enum(barrierOutcomes), note: words.nullable() })
const caseChange = z.object({
  id: words,
  controlId: words,
  kind: z.enum(caseChangeKinds),
  what: words,
  madeAt: instant,
  madeBy: words,
  regressionKey: words.nullable(),
  owner: words.nullable(),
  nextReview: words.nullable(),
  until: words.nullable(),
  /** Of a change to a playbook: which one, and the version that came of it. */
  playbook: z.object({ id: words, version: z.number().int() }).nullable(),
  /** Who withdrew it, and why: it stays in the case, and closes nothing any more. */
  withdrawn: z.object({ at: instant, by: words, why: words }).nullable(),
})

/** When something happened: both bounds the same, a range, one of them, or neither. */
const caseMoment = z.object({
  id: words,
  step: z.enum(caseSteps).nullable(),
  what: words,
  earliest: instant.nullable(),
  latest: instant.nullable(),
  /** Somebody's guess, however exact it looks. */
  estimated: z.boolean(),
  saidBy: words,
})
export type CaseMomentRow = z.infer<typeof caseMoment>

const caseLink = z.object({ kind: z.enum(caseLinkKinds), target: words, note: words.nullable() })
export type CaseLinkRow = z.infer<typeof caseLink>

/** One thing that stands between a case and its being closed. */
export const missingProof = z.object({
  /** Null where it is of the case: nobody has said what any safeguard did, or judged the duties to report. */
  controlId: words.nullable(),
  what: z.enum(['barriers', 'duties', 'change', 'failed-before', 'passes-after', 'live-probe', 'owner', 'next-review']),
  /** What is missing, said by itself: it begins with the control's name. */
  sentence: words,
  /** The same where it stands under that name. */
  lacks: words,
  /** The change that lacks it; null: there is none. */
  changeId: words.nullable(),
})

const caseRow = z.object({
  id: words,
  kind: z.enum(caseKinds),
  /** What it was taken for before, oldest first: closing asks as of the gravest. */
  kinds: z.array(z.object({ was: z.enum(caseKinds), at: instant, by: words, why: words.nullable() })),
  title: words,
  summary: words,
  pattern: words.nullable(),
  system: words.nullable(),
  occurredFrom: instant.nullable(),
  occurredTo: instant.nullable(),
  detectedAt: instant.nullable(),
  containedAt: instant.nullable(),
  reportedAt: instant,
  reportedBy: words,
  origin: z.enum(caseOrigins),
  /** Read by owners and by whoever reported it; of others' only that it is there. */
  confidential: z.boolean(),
  lead: words.nullable(),
  /** The lead is nobody of this workspace: the name opens nothing here. */
  leadOutside: z.boolean(),
  /** Who does what else in it; they read it, unless they are from outside. */
  roles: z.array(z.object({ role: z.enum(caseRoles), person: words, outside: z.boolean() })),
  /** How whoever reported it can be reached. */
  contact: words.nullable(),
  state: z.enum(['open', 'closed']),
  closedAt: instant.nullable(),
  closedBy: words.nullable(),
  reopenedWhy: words.nullable(),
  /** When it happened once more after it was closed: runs and probes count from then on. */
  recurredAt: instant.nullable(),
  barriers: z.array(caseBarrier),
  changes: z.array(caseChange),
  /** In the order of their times. */
  moments: z.array(caseMoment),
  links: z.array(caseLink),
  /** Ids of techniques in catalogues: `AML.T0051`, `T1566.001`, `LLM01:2025`. */
  techniques: z.array(words),
  /** Whoever reported it added something, and nobody answered. */
  unanswered: z.boolean(),
  /**
   * Of a closed case: what its proof lacks by the rule of today. Either the rule asked less when it was closed
   * (`isEarlierRule`), or a run that was taken in later shows it.
   */
  unheld: z.array(missingProof.extend({ isEarlierRule: z.boolean() })),
  /** False for a confidential case of somebody else: what it says is left out. */
  readable: z.boolean(),
})
export type CaseRow = z.infer<typeof caseRow>
/** Open ones first; at most 500. */
export const caseList = z.object({ cases: z.array(caseRow) })

const shownRun = z.object({
  at: instant,
  run: words,
  runName: words,
  /** Version of what was tested; null: the run does not say it. */
  version: words.nullable(),
})

export const caseDetail = caseRow.extend({
  /** Names of the controls of which it speaks, by id. */
  controlNames: z.record(words, words),
  missing: z.array(missingProof),
  /** Changes that do not prove themselves, with what each lacks: another of the same safeguard may. */
  unproven: z.array(z.object({ id: words, lacks: z.array(words) })),
  /** What there is of the proof for each safeguard that failed, by the change that is nearest to it; of a closed case, what closed it. */
  proofs: z.array(
    z.object({
      controlId: words,
      changeId: words,
      /** The run in which the regression case failed before the change (late where it was recorded after it), and the newest one since if it passed. */
      failedBefore: shownRun.extend({ isLate: z.boolean() }).nullable(),
      passedAfter: shownRun.nullable(),
      /** The newest probe since the change that found the control alive. */
      probe: z.object({ at: instant, source: words, recordedBy: words.nullable() }).nullable(),
    }),
  ),
  /** Duties to report that nobody has judged, by name. An incident may not be closed before. */
  unjudgedDuties: z.array(words),
  /** Cases that may be the same again, most alike first. */
  similar: z.array(
    z.object({
      id: words,
      title: words,
      kind: z.enum(caseKinds),
      state: z.enum(['open', 'closed']),
      reportedAt: instant,
      pattern: words.nullable(),
      why: z.array(words),
    }),
  ),
  /** The pattern that it may belong to, and why; null where it has one, or nothing suggests any. */
  proposedPattern: z.object({ pattern: words, why: words }).nullable(),
  /** What was said with whoever reported it by a link, oldest first; `by` null: by them. */
  said: z.array(z.object({ at: instant, by: words.nullable(), words })),
  /** An answer reaches them: they have a code. */
  answerable: z.boolean(),
  /** Where the chain of evidence stood when somebody froze it for the case, newest first. */
  freezes: z.array(z.object({ position: z.number().int(), digest: words, frozenBy: words, frozenAt: instant })),
})
export type CaseDetail = z.infer<typeof caseDetail>

/** A report: a title and what happened are enough. */
export const caseRequest = z.object({
  kind: z.enum(caseKinds),
  title: z.string().trim().min(1).max(200),
  summary: z.string().trim().max(10_000).default(''),
  /** What hangs together: a case of the same pattern opens those again that were closed. */
  pattern: z.string().trim().min(1).max(100).nullable().default(null),
  /** The AI system, by its id in the register. */
  system: z.string().max(80).nullable().default(null),
  /** When it happened, as far as known: both the same where it is known exactly. */
  occurredFrom: time.nullable().default(null),
  occurredTo: time.nullable().default(null),
  detectedAt: time.nullable().default(null),
  containedAt: time.nullable().default(null),
  /** Read by owners and by whoever reports it only. */
  confidential: z.boolean().default(false),
})
export const caseOpened = z.object({ id: words, reopened: z.array(words) })

/** A reason that others are to understand: a few words. */
const reason = z
  .string()
  .trim()
  .min(10, 'give the reason in some words')
  .max(500)
  .regex(/\S\s+\S/, 'give the reason in some words')

/** Only what is given changes. */
export const caseDescription = z
  .object({
    kind: z.enum(caseKinds).optional(),
    /** Why it is less grave than it was taken for: needed then. */
    why: reason.optional(),
    lead: z.string().trim().min(1).max(200).nullable().optional(),
    /** All of them anew. */
    roles: z
      .array(z.object({ role: z.enum(caseRoles), person: z.string().trim().min(1).max(200) }).strict())
      .max(20)
      .optional(),
    pattern: z.string().trim().min(1).max(100).nullable().optional(),
    system: z.string().max(80).nullable().optional(),
    confidential: z.boolean().optional(),
    techniques: z.array(z.string().trim().min(1).max(40)).max(50).optional(),
  })
  .strict()
  .refine(({ why: _, ...said }) => Object.keys(said).length > 0, 'say what is to change')
export const caseDescribed = z.object({
  ok: z.literal(true),
  /** Closed cases of its pattern that are open again, because of what was reported since. */
  reopened: z.array(words),
})
export type CaseDescribed = z.infer<typeof caseDescribed>

/** A moment: exact where both bounds are the same, a range, open at one end, or not known at all. */
export const momentRequest = z.object({
  step: z.enum(caseSteps).nullable().default(null),
  what: z.string().trim().max(500).default(''),
  earliest: time.nullable().default(null),
  latest: time.nullable().default(null),
  estimated: z.boolean().default(false),
})
export const momentSaid = z.object({ id: words })

export const linkRequest = z.object({
  kind: z.enum(caseLinkKinds),
  target: z.string().trim().min(1).max(500),
  note: z.string().trim().max(500).nullable().default(null),
})
export const linked = caseLink

export const frozen = z.object({ position: z.number().int(), digest: words, frozenBy: words, frozenAt: instant })

export const barrierRequest = z.object({
  control: z.string().min(1).max(80),
  outcome: z.enum(barrierOutcomes),
  note: z.string().trim().max(1_000).nullable().default(null),
})
export const barrierSaid = caseBarrier

export const caseChangeRequest = z.object({
  control: z.string().min(1).max(80),
  kind: z.enum(caseChangeKinds),
  what: z.string().trim().min(1).max(2_000),
  /** When it took effect; left out: now. */
  madeAt: time.optional(),
  /** Key of the evaluation's case that failed before it and passes since. */
  regressionKey: z.string().trim().min(1).max(300).nullable().default(null),
  owner: z.string().trim().min(1).max(200).nullable().default(null),
  nextReview: day.nullable().default(null),
  /** Of an exception: its last day. */
  until: day.nullable().default(null),
})
export const caseChangeMade = z.object({ id: words })
export const caseClosed = z.object({
  /** Controls whose change was proven: the failures it was proven against no longer count. */
  proven: z.array(words),
  /** Duties to report that nobody judged, by name. */
  unjudgedDuties: z.array(words),
})

/** What a change did not say before. */
export const caseChangeCompletion = z
  .object({
    regressionKey: z.string().trim().min(1).max(300).optional(),
    owner: z.string().trim().min(1).max(200).optional(),
    nextReview: day.optional(),
  })
  .strict()
  .refine((said) => Object.keys(said).length > 0, 'say what is to be added')

/** Why a change is none any more. */
export const caseChangeWithdrawal = z.object({ why: z.string().trim().min(1).max(500) })

/** Why a closed case is open again. */
export const caseReopening = z.object({ why: reason })

/** Cases that evaluations ran for a control, as they ended last: those that fail now first, at most 500. */
export const regressionCases = z.object({
  cases: z.array(
    z.object({ key: words, result: z.enum(['pass', 'fail', 'insufficient']), at: instant, everFailed: z.boolean() }),
  ),
})
export type RegressionCaseRow = z.infer<typeof regressionCases>['cases'][number]
export const regressionQuery = z.object({ control: z.string().min(1).max(80) })
