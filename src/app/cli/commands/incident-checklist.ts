import { checklistOf, missingWords, type Proof, seenBy, unheldHead } from '#contract/closing-checklist'
import { commandLine } from '#core/kernel'
import type { ExaminedCase } from '#flows/examine-case'

/** What stands between a case and its end, or closed it: the checklist of its page, with the command that mends each. */
export function checklistWords(one: ExaminedCase): string[] {
  const failed = one.barriers.filter(({ outcome }) => outcome === 'failed')
  return [headOf(one), ...failed.flatMap(({ controlId }) => ofControl(one, controlId)), ...ofTheCase(one)]
}

function headOf(one: ExaminedCase): string {
  if (one.state === 'closed') {
    const closed = `closed ${one.closedAt?.slice(0, 10)} by ${one.closedBy}`
    return one.unheld.length === 0 ? closed : `${closed}. ${unheldHead(one.unheld)}`
  }
  const missing = missingWords(one.missing)
  if (missing === undefined) return `nothing is missing, it may be closed: ${commandLine(`incident close ${one.id}`)}`
  return `${missing}:`
}

function ofControl(one: ExaminedCase, controlId: string): string[] {
  const today = new Date().toISOString().slice(0, 10)
  const excepted = one.changes.find(
    (change) => change.controlId === controlId && change.withdrawn === null && (change.until ?? '') >= today,
  )
  const name = namedControl(one, controlId)
  if (excepted)
    return [`  ${name} failed: excepted until ${excepted.until}, that day included; then it counts as missing again`]
  const proofs = checklistOf(controlId, one.state === 'open' ? one.missing : one.unheld)
  return [`  ${name} failed`, ...proofs.flatMap((proof) => wordsOf(one, controlId, proof))]
}

/** A control by its name, with the id that commands take. */
export function namedControl({ controlNames }: Pick<ExaminedCase, 'controlNames'>, id: string): string {
  const name = controlNames[id]
  return name === undefined || name === id ? id : `${name} (${id})`
}

const marks: Readonly<Record<Proof['state'], string>> = { there: '[x]', missing: '[ ]', waits: '[.]' }

function wordsOf(one: ExaminedCase, controlId: string, { what, words, state, sentence }: Proof): string[] {
  const said =
    state === 'there' ? shownOf(one, controlId, what) : state === 'waits' ? 'waits for the change' : undefined
  const line = `    ${marks[state]} ${words}${said ? `: ${said}` : ''}`
  if (state !== 'missing') return [line]
  if (one.state === 'closed') return [line, `        ${sentence}`]
  return [line, `        ${sentence}`, `        ${mend(one, controlId, what)}`]
}

/** What is there of a proof. */
function shownOf(one: ExaminedCase, controlId: string, what: Proof['what']): string | undefined {
  const proof = one.proofs.find((shown) => shown.controlId === controlId)
  const change = one.changes.find(({ id }) => id === proof?.changeId)
  if (!proof || !change) return undefined
  const run = (ran: typeof proof.passedAfter, word: string) =>
    ran
      ? `"${change.regressionKey}" ${word} in ${ran.runName}, ${second(ran.at)}, ${ran.version === null ? 'version not stated' : `version ${ran.version}`}`
      : undefined
  const { probe } = proof
  const shown: Readonly<Record<Proof['what'], string | null | undefined>> = {
    change: `"${change.what}", took effect ${second(change.madeAt)}, by ${change.madeBy}`,
    'failed-before': run(
      proof.failedBefore,
      proof.failedBefore?.isLate ? 'failed (recorded after the change)' : 'failed',
    ),
    'passes-after': run(proof.passedAfter, 'passed'),
    'live-probe': probe && `${second(probe.at)}, ${seenBy(probe)}`,
    owner: change.owner,
    'next-review': change.nextReview,
  }
  return shown[what] ?? undefined
}

/** The command that mends what is missing. */
function mend(one: ExaminedCase, controlId: string, what: Proof['what']): string {
  const lacking = one.missing.find((missing) => missing.controlId === controlId && missing.what === what)
  const change = one.changes.find(({ id }) => id === lacking?.changeId)
  const complete = (rest: string) => `incident complete ${change?.id} ${rest}`
  const run = `eval import <report> --control ${controlId}`
  const newer = `${commandLine(run)}   (a run of now is a file of its own: of lines, with a column at)`
  const commands: Readonly<Record<Proof['what'], string>> = {
    change: `incident change ${one.id} ${controlId} --what <words> --regression <key> --owner <name> --next-review <day>`,
    'failed-before': change?.regressionKey === null ? complete('--regression <key>') : run,
    'passes-after': complete('--regression <key>'),
    'live-probe': `evidence add ${controlId} --result pass --note <what was seen>`,
    owner: complete('--owner <name>'),
    'next-review': complete('--next-review <day>'),
  }
  // A run of now came after the change, so that it cannot show what failed before.
  if (what === 'failed-before' && change && change.regressionKey !== null)
    return `${commandLine(complete('--regression <key>'))}   (another case that failed before; or run this one against the version before the change, with that time in a column at: ${run})`
  return what === 'passes-after' && change?.regressionKey !== null ? newer : commandLine(commands[what])
}

/** What is asked of the case and of no safeguard. */
function ofTheCase({ id, missing, unjudgedDuties }: ExaminedCase): string[] {
  const said = missing.some(({ what }) => what === 'barriers')
    ? [
        '  [ ] nobody has said yet which safeguards held, failed or were missing',
        `        ${commandLine(`incident barrier ${id} <control> --outcome failed`)}`,
      ]
    : []
  if (unjudgedDuties.length === 0) return said
  const isNeeded = missing.some(({ what }) => what === 'duties')
  return [
    ...said,
    `  ${isNeeded ? marks.missing : marks.waits} nobody judged these duties to report${isNeeded ? '' : ' (it may be closed without)'}: ${unjudgedDuties.join('; ')}`,
    `        ${commandLine(`incident judge ${id} --as not-applicable`)}`,
  ]
}

function second(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`
}
