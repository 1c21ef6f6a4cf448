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

/** Why an entry of an imported file, or of a feed, is left out, by code: what of "12 entries …". */
const entries: Readonly<Record<string, string>> = {
  'damaged-header': 'with a damaged header',
  'incomplete-entry': 'without a name or a version',
  'invalid-json': 'with broken JSON',
  'invalid-purl': 'with a package URL that cannot be read',
  'invalid-syntax': 'that cannot be read',
  'line-too-long': 'on a line that is too long',
  'no-component': 'about a component that the file does not list',
  'no-host': 'without a host',
  'no-name': 'without a name',
  'no-object': 'of another shape than the format has',
  'no-port': 'without a port',
  'no-rule': 'without a word for what was found',
  'no-title': 'without a title',
  'no-cve': 'without a CVE',
  'no-cve-id': 'without a CVE id',
  'no-cve-or-date': 'without a CVE id or a date',
  'no-gem': 'without a gem',
  'no-id': 'without an id',
  'no-package': 'without a package',
  'no-score': 'without a score',
  'not-a-gem': 'about no gem',
  'not-json': 'with broken JSON',
  'not-usable': 'that cannot be used',
  'not-a-pom': 'without a <project> in it',
  repeated: 'seen already',
  retired: 'already retired',
  'string-too-long': 'with a text that is too long',
  'too-deep': 'nested too deeply',
  'too-large': 'too large to be read',
  'unreadable-entry': 'that cannot be read',
  'unreadable-key': 'that cannot be read',
  'unreadable-range': 'with a version range that cannot be read',
  'wrong-type': 'of another shape than the format has',
}

/** What stays out for another reason than how it is written. */
const beyond: Readonly<Record<string, (noted: Noted) => string>> = {
  'not-fetched': ({ count, example }) => `${counted(count, 'part')} could not be fetched, such as ${example}`,
  'refused-file': ({ count, example }) => `${counted(count, 'file')} not read, such as ${example}`,
  'too-many-components': ({ example }) => `more components than can be kept: ${example}`,
  'too-many-findings': ({ example }) => `more findings than can be kept: ${example}`,
}

const NOT_RECORDED = 'not-recorded-'

function entryWords({ code, count, example }: Noted): string | undefined {
  if (code.startsWith(NOT_RECORDED))
    return `${counted(count, 'finding')} that only an import keeps (${code.slice(NOT_RECORDED.length)}), such as ${example}`
  const why = entries[code]
  return why && `left out: ${counted(count, 'entry', 'entries')} ${why}, such as ${example}`
}

function missing({ code, count, example }: Noted): string {
  return `${counted(count, code.replace(/s-missing$/, ''))} missing: ${example}`
}

/** True where a file was cut, so that only a part of its run is known. */
export function isPartial(dropped: readonly Pick<Noted, 'code'>[]): boolean {
  return dropped.some(({ code }) => code === 'cut-off')
}

/** What of a file was not taken as it stands, in a sentence without an end. */
export function droppedWords(noted: Noted): string {
  return (
    (others[noted.code] ?? beyond[noted.code])?.(noted) ??
    entryWords(noted) ??
    `${counted(noted.count, 'record')} left out (${noted.code}), such as ${noted.example}`
  )
}
