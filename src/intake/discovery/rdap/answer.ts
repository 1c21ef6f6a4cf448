import { z } from 'zod'

const text = z.string().max(500)
const entity = z.object({
  handle: text.nullish(),
  roles: z.array(text).max(20).nullish(),
  vcardArray: z.tuple([z.literal('vcard'), z.array(z.array(z.unknown()).max(20)).max(50)]).nullish(),
})
type Entity = z.infer<typeof entity> & { entities?: unknown }

/** What is read of RDAP answers on domains and networks (RFC 9083 sections 5.3 and 5.4). */
export const rdapAnswer = z.object({
  entities: z.array(z.unknown()).max(100).nullish(),
  events: z
    .array(z.object({ eventAction: text.nullish(), eventDate: text.nullish() }))
    .max(50)
    .nullish(),
  cidr0_cidrs: z
    .array(z.object({ v4prefix: text.nullish(), v6prefix: text.nullish(), length: z.number().int().min(0).max(128) }))
    .max(64)
    .nullish(),
})
export type RdapAnswer = z.infer<typeof rdapAnswer>

/** Words of registrants that were left out for privacy, or that register for others (ICANN's registration data policy). */
const hidden =
  /redacted|privacy|whois\s?guard|proxy|protected|not disclosed|data protect|identity shield|gdpr|withheld|statutory masking|perfect privacy|contact id|n\/a/i

/** Name of the organisation, or person, that registered it; `undefined` where none is shown. */
export function registrantOf({ entities }: RdapAnswer): string | undefined {
  for (const one of entities ?? []) {
    const read = entity.safeParse(one)
    if (!read.success || !read.data.roles?.includes('registrant')) continue
    const name = nameIn(read.data)
    if (name && !hidden.test(name)) return name
  }
  return undefined
}

function nameIn({ vcardArray }: Entity): string | undefined {
  for (const property of ['org', 'fn'])
    for (const [kind, , , value] of vcardArray?.[1] ?? []) {
      const said = Array.isArray(value) ? value[0] : value
      if (kind === property && typeof said === 'string' && said.trim() !== '') return said.trim().slice(0, 200)
    }
  return undefined
}

/** Networks in CIDR form. */
export function networksOf({ cidr0_cidrs }: RdapAnswer): string[] {
  return (cidr0_cidrs ?? []).flatMap(({ v4prefix, v6prefix, length }) => {
    const prefix = v4prefix ?? v6prefix
    return prefix ? [`${prefix}/${length}`] : []
  })
}

/** When a registration ends, as stated. */
export function expiryOf({ events }: RdapAnswer): string | undefined {
  return events?.find(({ eventAction }) => eventAction === 'expiration')?.eventDate ?? undefined
}
