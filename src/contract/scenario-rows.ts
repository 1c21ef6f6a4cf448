import { z } from 'zod'
import { assuranceEvidenceKinds, barrierLayers, controlAspects, treatments } from '#core/vocabulary'
import { controlDoubt, controlLimit, controlState, retiredSystem } from './controls.ts'
import { basis, instant } from './words.ts'

const share = z.number().min(0).max(1)
const bounds = z.object({ low: z.number(), high: z.number() })
const day = z.string()
const words = z.string()

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
