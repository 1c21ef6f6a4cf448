import { z } from 'zod'
import {
  aiPartKinds,
  aiRoles,
  assuranceEvidenceKinds,
  autonomies,
  barrierLayers,
  caseVariations,
  controlAspects,
  controlLimits,
  evidenceResults,
  treatments,
  vendorSafeguards,
} from '#core/vocabulary'
import { basis, instant } from './words.ts'

const share = z.number().min(0).max(1)
const bounds = z.object({ low: z.number(), high: z.number() })
const day = z.string()
const words = z.string()
const level = z.number().int().min(1).max(7).nullable()

const aiPart = z.object({
  kind: z.enum(aiPartKinds),
  name: words,
  version: words.nullable(),
  vendor: words.nullable(),
  purl: words.nullable(),
  /** From 1, fully closed, to 7, fully open. */
  accessLevel: level,
  /** Assets that it runs on, by name. */
  assets: z.array(words),
  /** Where it answers. */
  endpoint: words.nullable(),
  /** The gateway that stands in front of it. */
  behind: words.nullable(),
})

/** An AI system as files and people describe it. It is an asset of kind `ai-system`, too. */
export const aiSystem = z.object({
  assetId: words,
  slug: words,
  name: words,
  owner: words.nullable(),
  purpose: words,
  role: z.enum(aiRoles),
  autonomy: z.enum(autonomies),
  oversight: words.nullable(),
  dataClasses: z.array(words),
  accessLevel: level,
  parts: z.array(aiPart),
  /** Counts the times it was written. */
  revision: z.number().int(),
  /** What people said by hand, by a field's name or by `part` with kind and name; files do not undo it. */
  said: z.record(words, z.object({ by: words, at: instant, gone: z.literal(true).optional() })),
  /** Who took it out of use, when and why; null: it runs. */
  retired: z.object({ by: words, at: instant, because: words }).nullable(),
})
export type AiSystemRow = z.infer<typeof aiSystem>
export const aiSystemList = z.object({ systems: z.array(aiSystem) })

/**
 * `dead`: a probe showed it. `failing`: it does not hold; all three facts are known and it lets 99 in 100 or more through, or
 * nothing passes through it. `unknown`: one of the three facts is missing. `weak`: all three are known, and it lets more than half
 * through. `measured`: all three are known, and it lets less through.
 */
const controlState = z.enum(['dead', 'failing', 'unknown', 'weak', 'measured'])
export type ControlState = z.infer<typeof controlState>

/** A finding that makes a control suspect: a vulnerability known to be exploited, in a part that it rests on. */
const controlDoubt = z.object({
  findingId: words,
  vulnerability: words,
  part: z.object({ system: words, kind: z.enum(aiPartKinds), name: words }),
  /** The asset that the finding is on. */
  asset: words,
  /** `assumed`: the register does not say what the control rests on. */
  basis,
  /** Since when it is known; null: since a moment ago. */
  since: instant.nullable(),
})
export type ControlDoubtRow = z.infer<typeof controlDoubt>

/** Why nothing is credited to a control, whatever its traces show. */
const controlLimit = z.object({
  kind: z.enum(controlLimits),
  reason: words,
  findingId: words.nullable(),
  /** Since when it is known; null: since a moment ago, or always. */
  since: instant.nullable(),
})
export type ControlLimitRow = z.infer<typeof controlLimit>

/** The system that a control guards runs no more: what was measured still counts, and what rests on it is to be looked at. */
const retiredSystem = z.object({ slug: words, name: words, at: instant, by: words, because: words }).nullable()
export type RetiredSystemRow = z.infer<typeof retiredSystem>

const controlRow = z.object({
  id: words,
  name: words,
  owner: words.nullable(),
  claim: words,
  measure: words.nullable(),
  system: words.nullable(),
  version: words.nullable(),
  references: z.array(words),
  reviewDays: z.number().int(),
  /** Parts of its system that it rests on, by name. */
  restsOn: z.array(words),
  /** It is what the vendor of the model does. */
  vendorSafeguard: z.enum(vendorSafeguards).nullable(),
  /** Share of failures from which on an evaluation shows that it fails. */
  mostFailures: share.nullable(),
  doubts: z.array(controlDoubt),
  limits: z.array(controlLimit),
  retiredSystem,
  state: controlState,
  /** Demands that carry it, of all demands in the same traces; null: not known. */
  coverage: z.object({ share, demands: z.number(), since: day }).nullable(),
  liveness: z.object({ state: z.enum(['live', 'dead', 'unknown']), seenAt: instant.nullable() }),
  /** How often it is to be probed; that a probe found it alive counts for two of these. */
  probeIntervalSeconds: z.number().int(),
  efficacy: z
    .object({
      mean: share,
      interval: bounds,
      /** What risk reckons with: below it lie 5 %. */
      lower: share,
      passes: z.number(),
      failures: z.number(),
      /** As they weigh in the interval: passes fade, and count less of another version or of none. */
      counted: z.object({ passes: z.number(), failures: z.number() }),
      /** Both in words. */
      held: words,
      newest: day,
    })
    .nullable(),
  /** Probability of failure on demand, by the bounds of what is known; 1 where a part is not. */
  failure: share,
  reasons: z.array(words),
})
export type ControlRow = z.infer<typeof controlRow>
export const controlList = z.object({ controls: z.array(controlRow) })

const said = (most: number) => z.string().trim().min(1).max(most)
/** What people say of a control; only what is given changes. How evidence of it is weighed, its register says. */
export const controlDescription = z
  .object({
    name: said(200).optional(),
    owner: said(200).nullable().optional(),
    claim: said(2_000).optional(),
    measure: said(2_000).nullable().optional(),
    system: said(80).nullable().optional(),
    version: said(100).nullable().optional(),
    /** As `GET /framework-references` has them; others are taken as they stand. */
    references: z.array(said(100)).max(100).optional(),
    reviewDays: z.number().int().min(1).max(3_650).optional(),
  })
  .strict()
  .refine((given) => Object.keys(given).length > 0, 'say what is to change')
export type ControlDescription = z.infer<typeof controlDescription>
export const controlDescribed = z.object({ id: words })

const evaluationRow = z.object({
  id: words,
  importer: words,
  tool: words,
  name: words,
  target: words.nullable(),
  targetVersion: words.nullable(),
  /** What whoever brought it said that it tests; its cases may name others. */
  controlId: words.nullable(),
  /** Controls that its cases test. */
  controls: z.array(z.object({ id: words, name: words })),
  at: instant,
  importedAt: instant,
  importedBy: words,
  cases: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  undecided: z.number().int(),
  /** Failure rate among the cases with a verdict, and its interval (Wilson, 95 %); null without one. */
  failureRate: z.object({ value: share, interval: bounds }).nullable(),
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
})
export type EvaluationRow = z.infer<typeof evaluationRow>
export const evaluationList = z.object({ evaluations: z.array(evaluationRow) })

const evaluationCase = z.object({
  key: words,
  cluster: words.optional(),
  stratum: words.optional(),
  control: words.optional(),
  result: z.enum(['pass', 'fail', 'insufficient']),
  attempts: z.number().int(),
  passed: z.number().int(),
  /** Attempts without a verdict; left out: none. */
  open: z.number().int().optional(),
  /** The case that this one asks otherwise, and how. */
  of: words.optional(),
  variation: z.enum(caseVariations).optional(),
  note: words.optional(),
})
export type EvaluationCaseRow = z.infer<typeof evaluationCase>
export const evaluationDetail = evaluationRow.extend({
  /** Those that failed first, then those without a verdict; at most 1,000. */
  list: z.array(evaluationCase),
})
export type EvaluationDetail = z.infer<typeof evaluationDetail>

/** One day of evidence about a control, summed. */
const evidenceDay = z.object({
  aspect: z.enum(controlAspects),
  kind: z.enum(assuranceEvidenceKinds),
  result: z.enum(evidenceResults),
  day,
  subjectVersion: words.nullable(),
  demands: z.number(),
  pieces: z.number().int(),
})
/** A piece of evidence as it was recorded, and what it does to what its control is credited now. */
const evidencePiece = z.object({
  /** Its place in the chain. */
  position: z.number().int(),
  aspect: z.enum(controlAspects),
  kind: z.enum(assuranceEvidenceKinds),
  result: z.enum(evidenceResults),
  /** When it was seen. */
  at: instant,
  recordedAt: instant,
  /** Who or what recorded it; null: that was not kept. */
  recordedBy: words.nullable(),
  demands: z.number().int(),
  subjectVersion: words.nullable(),
  source: words,
  note: words.nullable(),
  /** How much of it counts now, from 0 to 1. */
  weight: share,
  /** Why it counts less, or no more: its window passed, another version, repaired, … */
  why: words.nullable(),
})
export type EvidencePiece = z.infer<typeof evidencePiece>

export const evidencePieceQuery = z.object({
  aspect: z.enum(controlAspects),
  /** `next` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** Pieces of one fact, what was seen last first. */
export const evidencePieceList = z.object({
  pieces: z.array(evidencePiece),
  /** The cursor of the next page; null at the end. */
  next: words.nullable(),
})
export type EvidencePieceList = z.infer<typeof evidencePieceList>

export const controlDetail = controlRow.extend({
  /** By day, of all time. */
  evidence: z.array(evidenceDay),
  /** Of each fact the pieces that were seen last, and where those before go on. */
  newest: z.object({ coverage: evidencePieceList, liveness: evidencePieceList, efficacy: evidencePieceList }),
  evaluations: z.array(evaluationRow),
  scenarios: z.array(z.object({ id: words, title: words })),
})
export type ControlDetail = z.infer<typeof controlDetail>

const estimate = z.object({
  value: z.number(),
  basis,
  source: words.optional(),
  expires: day.optional(),
})

const barrierRow = z.object({
  control: words,
  name: words,
  layer: z.enum(barrierLayers),
  causes: z.array(words),
  state: controlState,
  doubts: z.array(controlDoubt),
  limits: z.array(controlLimit),
  retiredSystem,
  /** Probability of failure on demand. */
  failure: share,
  /** By what the frequency is multiplied when this one is lost; null: nothing else stands against it. */
  lossFactor: z.number().nullable(),
})

/** Barriers that one cause can defeat together. */
const sharedCause = z.object({
  causes: z.array(words),
  members: z.array(z.number().int()),
  /** Share of failures taken for shared: the upper bound of what was measured, else as it is assumed. */
  beta: share,
  /** What that rests on; null: nobody measured it, or that holds no more. */
  measured: z
    .object({
      /** Cases that were put to each of the barriers, and in how many of them all failed. */
      cases: z.number().int(),
      clusters: z.number().int(),
      together: z.number().int(),
      point: share,
      /** Upper 95 % bound. */
      upper: share,
      measuredAt: instant,
      holdsUntil: instant,
    })
    .nullable(),
})

const scenarioRow = z.object({
  id: words,
  title: words,
  owner: words.nullable(),
  harm: words,
  /** Events a year that its owner can live with; null: nobody said. */
  appetite: z.number().nullable(),
  treatment: z.enum(treatments),
  treatmentUntil: day.nullable(),
  /** Who or what sets it off. */
  initiators: z.array(words),
  /** Attempts a year; null: nobody knows. */
  attempts: estimate.nullable(),
  /** A probability that nobody knows is null and counts as 1. */
  enabling: z.array(z.object({ condition: words, probability: estimate.nullable() })),
  /** Null: nobody knows, which counts as 1. */
  consequence: estimate.nullable(),
  /** Ids of techniques in catalogues: `AML.T0051`, `T1566.001`, `LLM01:2025`. */
  techniques: z.array(words),
  reviewDays: z.number().int(),
  /** The ready-made scenario that it began as. */
  beganAs: words.nullable(),
  /** `register`: the register says anew what it is whenever it is taken in. */
  keptIn: z.enum(['register', 'here']),
  /** Counts how often it was written: a change names the one it was made from. */
  revision: z.number().int(),
  residual: z.object({
    /** Events a year, by the bounds of what evidence shows and the assumed shared causes; null: nobody knows how often it is tried. */
    frequency: z.number().nullable(),
    /** If no two barriers shared a cause. */
    independent: z.number().nullable(),
    /** Whatever they share. */
    bounds: bounds.nullable(),
    unguarded: z.number().nullable(),
    /** The same as probabilities of one attempt, known even where the number of attempts is not. */
    perAttempt: z.object({ left: share, independent: share, bounds, unguarded: share }),
    withinAppetite: z.boolean().nullable(),
    groups: z.array(sharedCause),
  }),
  barriers: z.array(barrierRow),
})
export type ScenarioRow = z.infer<typeof scenarioRow>
export const scenarioList = z.object({ scenarios: z.array(scenarioRow) })

const driverKinds = [
  ...(['evidence', 'silence', 'untraced', 'age', 'attempts', 'consequence', 'condition', 'layers', 'shared'] as const),
  ...([
    'shared-measured',
    'version',
    'half-life',
    'probe-interval',
    'proven',
    'did-not-hold',
    'corrected',
    'limited',
    'freed',
    'appetite',
  ] as const),
] as const

/** One of the things that moved a risk. */
const driver = z.object({
  /** `silence`, `untraced`: probes or traces that did not come; `age`: time alone; the others from `attempts` on: what the risk is reckoned with was said anew. */
  cause: z.enum(driverKinds),
  /** Why, in words. */
  because: words,
  /** The layer that it is about; null: it is about all of them. */
  control: words.nullable(),
  name: words.nullable(),
  /** Of evidence: what it is of, where it is from (null: from several), and the times that it is about. */
  aspect: z.enum(controlAspects).nullable(),
  kind: z.enum(assuranceEvidenceKinds).nullable(),
  source: words.nullable(),
  seen: z.object({ from: instant, to: instant }).nullable(),
  /** Evidence that is about another time than when it was recorded. */
  late: z.boolean(),
  /** Probability of failure on demand of that layer, before and after. */
  failure: z.object({ from: share, to: share }).nullable(),
  /** What it added to what is left over; all of a movement add up to it. */
  change: z.number(),
})
export type DriverRow = z.infer<typeof driver>

/** A time when what a scenario leaves over moved, by what was known then: each begins where the one before it ended. */
const movement = z.object({
  /** When what moved it was recorded, or came about. */
  at: instant,
  /** When the movement before it was. */
  since: instant,
  /** Events a year, before and after; of one attempt where nobody knows how many there are. Null: it was not known. */
  from: z.number().nullable(),
  to: z.number(),
  /** All that moved it, what moved it most first. */
  drivers: z.array(driver),
})
export type MovementRow = z.infer<typeof movement>
export const scenarioDetail = scenarioRow.extend({
  /** The last ones, newest first. */
  movements: z.array(movement),
})
export type ScenarioDetail = z.infer<typeof scenarioDetail>

/** What a register made new or changed, by id. */
export const takenRegister = z.object({
  systems: z.array(words),
  controls: z.array(words),
  scenarios: z.array(words),
  assumptions: z.array(words),
  gateways: z.array(words),
  monitors: z.array(words),
  /** What people said by hand of its systems, and it says otherwise: that was left. */
  kept: z.array(
    z.object({
      id: words,
      what: z.array(words),
      /** Both values of each; of a part only the fields that differ. */
      differs: z.array(z.object({ what: words, said: words, file: words })),
    }),
  ),
  holds: z.object({
    systems: z.number().int(),
    controls: z.number().int(),
    scenarios: z.number().int(),
    assumptions: z.number().int(),
    gateways: z.number().int(),
    monitors: z.number().int(),
  }),
})
export type TakenRegister = z.infer<typeof takenRegister>

const ofRegister = {
  list: z.enum(['systems', 'controls', 'scenarios', 'assumptions', 'gateways', 'monitors']),
  id: words,
  name: words,
}
/** What taking a register in would make, say otherwise or take away; what it does not name stays. */
export const registerPreview = z.object({
  changes: z.array(
    z.object({
      what: z.enum(['comes', 'changes', 'goes']),
      ...ofRegister,
      /** What would be said otherwise, in short. */
      fields: z.array(z.object({ field: words, from: words, to: words })),
    }),
  ),
  stays: z.array(z.object(ofRegister)),
  kept: takenRegister.shape.kept,
  holds: takenRegister.shape.holds,
})
export type RegisterPreview = z.infer<typeof registerPreview>

export const evaluationQuery = z.object({
  /** File name, for messages and for telling formats apart. */
  name: z.string().trim().min(1).max(200),
  /** The control that it tests, where its cases do not say so themselves. */
  control: z.string().max(80).optional(),
  /** Version of what was tested. */
  version: z.string().trim().min(1).max(100).optional(),
  /** When it was run, where the report does not say; left out: now. */
  at: z.iso.datetime({ offset: true }).optional(),
})
export const takenEvaluation = z.object({
  run: words,
  importer: words,
  name: words,
  cases: z.number().int(),
  passed: z.number().int(),
  failed: z.number().int(),
  undecided: z.number().int(),
  controls: z.array(words),
  /** Controls at a named version of which it was not said which version was tested: passes count a quarter. */
  unversioned: z.array(words),
  /** Nobody said when it was run: it counts as of when it was brought in. */
  untimed: z.boolean(),
  /** Closed cases that are open again: the regression case that proved a change failed. */
  reopened: z.array(words),
  dropped: z.array(z.object({ code: words, example: words, count: z.number().int() })),
  unchanged: z.boolean(),
})
export type TakenEvaluation = z.infer<typeof takenEvaluation>

/** Evidence that a probe, a gateway or a person brings. It is never changed afterwards. */
export const evidenceRequest = z.object({
  evidence: z
    .array(
      z.object({
        control: z.string().min(1).max(80),
        kind: z.enum(assuranceEvidenceKinds),
        aspect: z.enum(controlAspects),
        result: z.enum(evidenceResults),
        demands: z.number().int().min(1).max(1_000_000_000).default(1),
        /** Quality of the observation. */
        weight: z.number().min(0).max(1).default(1),
        version: z.string().min(1).max(100).nullable().default(null),
        source: z.string().trim().min(1).max(200),
        /** When it was seen; left out: now. */
        at: z.iso.datetime({ offset: true }).optional(),
        note: z.string().max(300).nullable().default(null),
      }),
    )
    .min(1)
    .max(1_000),
})
export const evidenceTaken = z.object({ recorded: z.number().int() })

/** What recomputing the chain of evidence found. */
export const evidenceCheck = z.object({
  entries: z.number().int(),
  erased: z.number().int(),
  /** The first entry that was changed, left out or moved; null: none. */
  brokenAt: z.number().int().nullable(),
  head: words,
  /** How many of the sums that controls are judged by do not follow from the entries. */
  sumsOff: z.number().int(),
})
export type EvidenceCheck = z.infer<typeof evidenceCheck>
