import type { VexSaying } from '#action/reports/vex'

/**
 * When a ruling ends, in the words of a statement: no VEX format has a field for it. OpenVEX's `status_notes` and a property
 * in CycloneDX carry the sentence; CSAF has a note for a vulnerability only, not for what is said of each product.
 */
const sentence = /^Ruled until (\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)\.$/
/** What is accepted says it where people read it, in each format. */
const accepted = /^Accepted until (\d{4}-\d\d-\d\d): /

/** The sentence that carries it; a day where it ends with one. */
export function endNote(endsAt: string): string {
  return `Ruled until ${endsAt.replace(/T00:00:00(?:\.000)?Z$/, '')}.`
}

/** A statement that was written here, without the words of its end, and with that; any other as it is. */
export function withoutEnd(claim: Pick<VexSaying, 'impact' | 'note' | 'actions'>): {
  words: string[]
  until?: string
} {
  const { impact, note, actions } = claim
  const said = [impact, note, ...actions.map(({ text }) => text)].filter((text): text is string => Boolean(text))
  const ends = said.flatMap((text) => (sentence.exec(text) ?? accepted.exec(text))?.[1] ?? [])
  const words = said.filter((text) => !sentence.test(text)).map((text) => text.replace(accepted, ''))
  const until = ends.map((end) => new Date(end)).find((end) => !Number.isNaN(end.getTime()))
  return until ? { words, until: until.toISOString() } : { words: said }
}
