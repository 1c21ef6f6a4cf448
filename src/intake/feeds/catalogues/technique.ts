import type { Technique } from '#core/vocabulary'
import { ownText } from '../reading/own-text.ts'

/** A catalogue has some hundred. */
export const MAX_TECHNIQUES = 20_000
export const MAX_TITLE = 200

/** A technique with an id and a title on one line, or nothing. */
export function techniqueOf({
  id,
  title,
  parent,
}: Record<'id' | 'title' | 'parent', string | undefined>): Technique | undefined {
  if (id === undefined || title === undefined) return undefined
  return {
    id: ownText(id),
    title: ownText(title.replace(/\s+/gu, ' ')),
    ...(parent !== undefined && { parent: ownText(parent) }),
  }
}
