import { z } from 'zod'

const words = z.string()

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
