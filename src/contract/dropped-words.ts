import { counted } from './fix-words.ts'

/** What was noted of a file: a stable code, how often, and a first example in words. */
interface Noted {
  code: string
  example: string
  count: number
}

/** Codes of what was taken all the same, or was never there: to say "left out" of it would be wrong. */
const others: Readonly<Record<string, (noted: Noted) => string>> = {
  'contradicts-itself': ({ count, example }) =>
    `${counted(count, 'record')} ${count === 1 ? 'contradicts itself and counts' : 'contradict themselves and count'} for the worse: ${example}`,
  'cut-off': ({ example }) =>
    `partial: the file ends in the middle of ${example}, so that it was not read to its end and the rest of the run is missing`,
  'run-not-finished': ({ example }) => example,
  'results-missing': missing,
  'samples-missing': missing,
  'tests-missing': missing,
  'failures-missing': missing,
}

function missing({ code, count, example }: Noted): string {
  return `${counted(count, code.replace(/s-missing$/, ''))} missing: ${example}`
}

/** True where a file was cut, so that only a part of its run is known. */
export function isPartial(dropped: readonly Pick<Noted, 'code'>[]): boolean {
  return dropped.some(({ code }) => code === 'cut-off')
}

/** What of a report was not taken as it stands, in a sentence without an end. */
export function droppedWords(noted: Noted): string {
  return (
    others[noted.code]?.(noted) ??
    `${counted(noted.count, 'record')} left out (${noted.code}), such as ${noted.example}`
  )
}
