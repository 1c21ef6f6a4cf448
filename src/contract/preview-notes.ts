import { counted } from './fix-words.ts'
import type { ImportPreview } from './import-previews.ts'

type Result = NonNullable<ImportPreview['result']>
type SetAside = NonNullable<Result['setAsideFor']>

/** The same file was imported before, and nothing that was known since makes it say something else: there is nothing to import. */
export function changesNothing({
  state,
  outdated,
  result,
}: Pick<ImportPreview, 'state' | 'outdated' | 'result'>): boolean {
  if (state !== 'ready' || outdated || !result?.isRecorded) return false
  return Object.values(result.counts).every((count) => count === 0)
}

/** Which file counts in the place of one that is set aside. */
export function setAsideWords({ fileName, statedAt, isSameTime }: SetAside): string {
  const when = `${statedAt.slice(0, 16).replace('T', ' ')} UTC`
  const why = isSameTime
    ? `which bears the same time (${when}), counts already`
    : `which is newer (${when}), was imported before`
  return `set aside: ${fileName} of the same subject, ${why}; the inventory stays as it is`
}

const MOST_NAMED = 3

/** What is to be known before a file is imported, and no number says: each a sentence. */
export function previewNotes(
  { assetName, isLatest, namesakes = [], beside = [], setAsideFor, ruledOff = 0, directOnly }: Result,
  belongsWords: string,
): string[] {
  const aside = setAsideFor ? setAsideWords(setAsideFor) : 'set aside: a file that counts in its place is there already'
  return [
    ...namesakes
      .slice(0, MOST_NAMED)
      .map(
        ({ name, kind }) =>
          `An asset named ${name} exists already (${kindWords(kind)}): this file would make a second. If they are the same, ${belongsWords}`,
      ),
    ...(isLatest ? [] : [`It would be ${aside}.`]),
    ...(directOnly ? ['It names direct dependencies only: what they pull in is not in it, and not looked at.'] : []),
    ...(ruledOff > 0
      ? [`${counted(ruledOff, 'finding')} besides would be off the list at once, by a ruling that stands.`]
      : []),
    ...beside
      .slice(0, MOST_NAMED)
      .map((one) => `${besideWords(one)}, so it goes on counting on ${assetName} beside this file.`),
    ...(beside.length > MOST_NAMED ? [`So do ${beside.length - MOST_NAMED} more files.`] : []),
  ]
}

function besideWords({ fileName, because, other }: NonNullable<Result['beside']>[number]): string {
  return because === 'subject'
    ? `${fileName} is about another subject (${other})`
    : `${fileName} is by another tool (${other})`
}

const kindWords = (kind: string) => kind.replaceAll('-', ' ')
