import { z } from 'zod'
import { barrierLayers, treatments } from '#core/vocabulary'
import { basis } from './words.ts'

const words = z.string()
const id = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/)
const text = (most: number) => z.string().trim().min(1).max(most)
const day = z.iso.date()

const readyControl = z.object({
  id: words,
  name: words,
  /** What it is there to stop, in a sentence that a test could refute. */
  claim: words,
  measure: words,
  references: z.array(words),
})
const readyScenario = z.object({
  id: words,
  title: words,
  about: words,
  harm: words,
  initiators: z.array(words),
  /** What must be the case besides. */
  enabling: z.array(words),
  /** In the order in which an attempt meets them. */
  barriers: z.array(z.object({ control: readyControl, layer: z.enum(barrierLayers), causes: z.array(words) })),
  techniques: z.array(words),
  /** What one would have to find out before the risk has a number. */
  toFindOut: z.array(words),
  /** Ids of scenarios that began as this one. */
  begun: z.array(words),
  /** Ids of proposed controls that are here: they are linked, not made again. */
  controlsHere: z.array(words),
})
export type ReadyScenarioRow = z.infer<typeof readyScenario>
/** Scenarios to start from. They hold no number. */
export const readyScenarioList = z.object({ scenarios: z.array(readyScenario) })

/** Takes a ready-made scenario over. */
export const scenarioStart = z.object({
  ready: z.string().min(1).max(80),
  /** Its id here; left out: as it is called there. */
  id: id.optional(),
  owner: text(200).optional(),
  /** By the id of a proposed control: the one here that does its work, or null where nothing does. */
  controls: z.record(z.string().max(80), id.nullable()).optional(),
})
export type ScenarioStart = z.infer<typeof scenarioStart>
export const scenarioStarted = z.object({
  id: words,
  /** Controls that were made: nothing is known of them yet, so they are credited nothing. */
  controls: z.array(words),
})

const estimate = (value: z.ZodNumber) =>
  z
    .object({ value, basis, source: text(500).optional(), expires: day.optional() })
    .refine((one) => one.basis === 'assumed' || one.source !== undefined, {
      message: 'says where it is from (source), or is assumed',
    })
const probability = z.number().min(0).max(1)

/** What people say of a scenario. A number that nobody knows is null. */
const scenarioRequest = z
  .object({
    title: text(300),
    owner: text(200).nullable().default(null),
    harm: text(2_000),
    /** Events a year that its owner can live with. */
    appetite: z.number().min(0).max(1e9).nullable().default(null),
    treatment: z.enum(treatments).default('mitigate'),
    treatmentUntil: day.nullable().default(null),
    initiators: z.array(text(300)).max(20).default([]),
    /** Attempts a year. */
    attempts: estimate(z.number().min(0).max(1e9)).nullable().default(null),
    enabling: z
      .array(z.object({ condition: text(300), probability: estimate(probability).nullable() }))
      .max(20)
      .default([]),
    consequence: estimate(probability).nullable().default(null),
    techniques: z.array(text(40)).max(50).default([]),
    reviewDays: z.number().int().min(1).max(3_650).default(180),
    /** In the order in which an attempt meets them. */
    barriers: z
      .array(z.object({ control: id, layer: z.enum(barrierLayers), causes: z.array(text(100)).max(20).default([]) }))
      .max(40)
      .default([]),
  })
  .refine((one) => one.treatment !== 'accept' || one.treatmentUntil !== null, {
    message: 'what is accepted is accepted until a day',
    path: ['treatmentUntil'],
  })
export type ScenarioRequest = z.infer<typeof scenarioRequest>

export const newScenario = z.object({ id, scenario: scenarioRequest })
export const changedScenario = z.object({
  /** The revision that was looked at. */
  revision: z.number().int().min(1),
  scenario: scenarioRequest,
})
export const scenarioWritten = z.object({ id: words })

export const registerExportQuery = z.object({ format: z.enum(['csv', 'oscal']).default('csv') })
