import { z } from 'zod'
import { listQueryOf, pageOf } from './page.ts'
import { instant } from './words.ts'

const noticeKind = z.string().max(60)
const values = z.record(z.string().max(60), z.string().max(4_000))

/** A way out and the form its targets are described with. */
const notifier = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      kind: z.enum(['text', 'url', 'number', 'choice']),
      choices: z.array(z.string()).optional(),
      required: z.boolean(),
      help: z.string(),
      secret: z.boolean(),
      generated: z.literal('signing-secret').optional(),
    }),
  ),
  kinds: z.array(noticeKind),
  suggested: z.array(noticeKind),
})

export type NotifierForm = z.infer<typeof notifier>
export const notifierList = z.object({ notifiers: z.array(notifier) })

/** A place notices go to. Of secrets only the names of those that are set. */
const notifierTarget = z.object({
  id: z.string(),
  notifier: z.string(),
  name: z.string(),
  settings: values,
  secrets: z.array(z.string()),
  kinds: z.array(noticeKind),
  paused: z.boolean(),
  /** Why nothing can arrive there as this server is set up, where that is plain. */
  note: z.string().nullable(),
  madeBy: z.string(),
  madeAt: instant,
  waiting: z.number().int(),
  dead: z.number().int(),
  lastDeliveredAt: instant.nullable(),
})
export type NotifierTarget = z.infer<typeof notifierTarget>
/** By name; never more than 50. */
export const targetList = z.object({ targets: z.array(notifierTarget) })

const name = z.string().trim().min(1).max(100)
const kinds = z.array(noticeKind).max(50)
/** `settings` holds secrets, too: those are encrypted and not given back. */
export const targetRequest = z.object({ notifier: z.string().max(60), name, settings: values, kinds })
export type TargetRequest = z.infer<typeof targetRequest>
export const targetChange = z
  .object({ name, settings: values, kinds, paused: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'say what to change')
export type TargetChange = z.infer<typeof targetChange>
/** How many deliveries are on their way again. */
export const deliveriesRetried = z.object({ deliveries: z.number().int() })
export const madeTarget = z.object({ id: z.string() })

/** How a test went: it arrived, or why not. */
export const targetTested = z.object({
  arrived: z.boolean(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type TargetTested = z.infer<typeof targetTested>

/** A finding's ticket elsewhere. `conflict`: the two sides disagree, or it is not there any more. */
const ticket = z.object({
  target: z.object({ id: z.string(), name: z.string() }),
  key: z.string(),
  url: z.string(),
  /** Their word; `null` while nobody looked. */
  status: z.string().nullable(),
  done: z.boolean().nullable(),
  checkedAt: instant.nullable(),
  conflict: z.enum(['done-there', 'open-there', 'gone-there']).nullable(),
})
export type TicketRow = z.infer<typeof ticket>
/** `targets`: where a ticket can be made and is not. */
export const ticketList = z.object({
  tickets: z.array(ticket),
  targets: z.array(z.object({ id: z.string(), name: z.string(), asked: z.boolean() })),
})
export type TicketList = z.infer<typeof ticketList>
export const ticketRequest = z.object({ target: z.uuid() })

const delivery = z.object({
  id: z.string(),
  target: z.object({ id: z.string(), name: z.string(), paused: z.boolean() }),
  kind: noticeKind,
  /** What it says, in one sentence. */
  sentence: z.string(),
  at: instant,
  state: z.enum(['waiting', 'delivered', 'dead']),
  attempts: z.number().int(),
  nextAt: instant.nullable(),
  triedAt: instant.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  reference: z.string().nullable(),
})
export type DeliveryRow = z.infer<typeof delivery>
export const deliveryPage = pageOf(delivery)
const deliveryFilterKeys: Readonly<Record<string, readonly string[]>> = {
  state: ['waiting', 'delivered', 'dead'],
  target: [],
  kind: [],
}
export const deliveryQuery = listQueryOf(deliveryFilterKeys)

const cadence = z.enum(['daily', 'weekly'])
/** A person's own digest: what is new, due, overdue and ends, by mail. */
export const digestRequest = z.object({ target: z.uuid(), address: z.email().max(300), cadence })
export type DigestRequest = z.infer<typeof digestRequest>
/** `targets`: through which it can come. */
export const digestState = z.object({
  digest: digestRequest.nullable(),
  targets: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type DigestState = z.infer<typeof digestState>
