import { z } from 'zod'
import { instant } from './words.ts'

/** What somebody wrote about a finding, in Markdown as written; `body` is `null` once it is deleted. */
const comment = z.object({
  id: z.string(),
  author: z.string(),
  body: z.string().nullable(),
  madeAt: instant,
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
})
export type Comment = z.infer<typeof comment>
export const commentList = z.object({ comments: z.array(comment) })

/** `@name` tells a member of the workspace; a name may hold spaces: the longest that fits is meant. */
export const commentRequest = z.object({ body: z.string().trim().min(1).max(10_000) })
/** Words after an `@` that are nobody's name here: they told nobody. */
const unknown = z.array(z.string())
export const commentMade = z.object({ id: z.string(), unknown })
export const commentEdited = z.object({ ok: z.literal(true), unknown })
export const commentChanged = z.object({ ok: z.literal(true) })

const mention = z.object({
  finding: z.object({ id: z.string(), title: z.string(), asset: z.string() }),
  author: z.string(),
  at: instant,
  /** The first words of the comment. */
  words: z.string(),
})
export type Mention = z.infer<typeof mention>
/** Comments that speak to the person who asks and that they have not seen. */
export const mentionList = z.object({ mentions: z.array(mention) })
/** Mentions that were new until now. */
export const mentionsSeen = z.object({ seen: z.number().int() })
