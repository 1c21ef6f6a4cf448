import type { DiscoveryRunRow } from '@contract/surface.ts'

type Trouble = DiscoveryRunRow['troubles'][number]

/** Troubles of one cause: who had it, and the one sentence of all of them. */
export interface TroubleGroup {
  by: string
  /** What happened, without the name of whom it happened to where several share it. */
  words: string
  subjects: string[]
}

/** A run that was stopped says the same of everything that it did not ask any more: once is enough. The most come first. */
export function troubleGroups(troubles: readonly Trouble[]): TroubleGroup[] {
  const alike = Map.groupBy(troubles, (trouble) => `${trouble.by}\n${trouble.code}\n${sentenceOf(trouble)}`)
  return [...alike.values()]
    .map((group) => ({
      by: group[0]!.by,
      words: group.length === 1 ? group[0]!.detail : sentenceOf(group[0]!),
      subjects: [...new Set(group.map(({ subject }) => subject))],
    }))
    .sort((a, b) => b.subjects.length - a.subjects.length)
}

function sentenceOf({ subject, detail }: Trouble): string {
  return detail.replaceAll(subject, '…')
}
