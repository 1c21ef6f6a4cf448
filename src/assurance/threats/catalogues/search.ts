import type { Technique, TechniqueCatalogue } from '#core/vocabulary'

/** What is searched: a catalogue with its name. */
export interface SearchedCatalogue extends TechniqueCatalogue {
  name: string
}

/** A technique with what tells it from others. */
export interface TitledTechnique {
  id: string
  title: string
  /** Title of the technique that it is a kind of. */
  parent: string | null
  catalogue: string
  catalogueName: string
}

/** Techniques of catalogues with the titles of what they are kinds of. */
export function titledTechniques(catalogues: readonly SearchedCatalogue[]): TitledTechnique[] {
  return catalogues.flatMap(({ id: catalogue, name: catalogueName, techniques }) => {
    const titles = new Map(techniques.map(({ id, title }) => [id, title]))
    return techniques.map(({ id, title, parent }: Technique) => ({
      ...{ id, title, parent: (parent !== undefined && titles.get(parent)) || null, catalogue, catalogueName },
    }))
  })
}

/**
 * Techniques that fit what somebody types: an id's beginning first, then titles that begin so, then those where each word
 * stands somewhere in title, id or the name of what it is a kind of.
 */
export function searchTechniques(all: readonly TitledTechnique[], text: string): TitledTechnique[] {
  const wanted = text.trim().toLowerCase()
  const words = wanted.split(/\s+/u).filter((word) => word !== '')
  if (words.length === 0) return []
  const found = all.flatMap((one) => {
    const rank = rankOf(one, wanted, words)
    return rank === undefined ? [] : [{ one, rank }]
  })
  return found.sort((a, b) => a.rank - b.rank || (a.one.id < b.one.id ? -1 : 1)).map(({ one }) => one)
}

function rankOf({ id, title, parent }: TitledTechnique, wanted: string, words: readonly string[]): number | undefined {
  const [key, name] = [id.toLowerCase(), title.toLowerCase()]
  if (key === wanted) return 0
  if (key.startsWith(wanted)) return 1
  if (name.startsWith(wanted)) return 2
  const whole = `${key} ${name} ${parent?.toLowerCase() ?? ''}`
  if (!words.every((word) => whole.includes(word))) return undefined
  return words.every((word) => name.includes(word)) ? 3 : 4
}

/** Those of some ids, in their order; an id that no catalogue has is left out. */
export function namedTechniques(all: readonly TitledTechnique[], ids: readonly string[]): TitledTechnique[] {
  const byId = new Map(all.map((one) => [one.id, one]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
