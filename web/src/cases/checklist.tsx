import type { CaseDetail } from '@contract/assurance-cases.ts'
import { checklistOf, missingCount, type Proof } from '@contract/closing-checklist.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ImportEvaluation } from '../assurance/import-evaluation.tsx'
import { RegisteredProbe } from '../assurance/liveness-probe.tsx'
import { RecordEvidence } from '../assurance/record-evidence.tsx'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { CasePattern } from './case-pattern.tsx'
import { closeQuestion, kindWords } from './case-words.ts'
import { Change } from './change.tsx'
import { ChangeForm } from './change-form.tsx'
import { Complete } from './complete.tsx'
import { Reopen } from './reopen.tsx'
import { Shown } from './shown-proof.tsx'
import { useCaseWork } from './use-cases.ts'

/** What stands between a case and its end, each with the way to mend it. */
export function Checklist({ one, works }: { one: CaseDetail; works: boolean }) {
  const failed = one.barriers.filter(({ outcome }) => outcome === 'failed')
  return (
    <>
      <FormerKinds one={one} />
      {failed.length === 0 && (
        <p className="prose-width text-muted">
          {one.barriers.length === 0 ? sayWords(one, works) : 'No safeguard failed in it: nothing has to be proven.'}
        </p>
      )}
      {failed.map(({ controlId }) => (
        <OfControl key={controlId} one={one} control={controlId} works={works} />
      ))}
      <DutiesToJudge one={one} />
      {isOver(one) && <CasePattern one={one} />}
      {one.state === 'closed' && <Reopen one={one} />}
      {one.state === 'open' && (one.barriers.length > 0 || one.missing.length === 0) && <Close one={one} />}
    </>
  )
}

/** What it was taken for before, with the reason: closing asks as of the gravest. */
function FormerKinds({ one }: { one: CaseDetail }) {
  return one.kinds.map(({ was, at, by, why }) => (
    <p key={at} className="prose-width mb-2 wrap-anywhere">
      {by} made it something else than {was === 'near-miss' || was === 'hazard' ? 'a' : 'an'} {kindWords[was]} on{' '}
      {at.slice(0, 10)}
      {why && `: ${why}`}. Closing asks what the gravest kind it ever was has to show.
    </p>
  ))
}

/** What it is of is asked where it ends: before that it is under _About it_. */
function isOver({ state, missing }: CaseDetail): boolean {
  return state === 'closed' || missing.length === 0
}

function sayWords({ missing }: CaseDetail, works: boolean): string {
  if (!works)
    return missing.length > 0
      ? 'It may not be closed before somebody says which safeguards held, failed or were missing.'
      : 'Nobody has said that a safeguard failed in it.'
  return missing.length > 0
    ? 'Say below which safeguards held, failed or were missing: it may not be closed before, and those that failed must be mended.'
    : 'Where safeguards failed in it, say so below: they must be mended.'
}

function OfControl({ one, control, works }: { one: CaseDetail; control: string; works: boolean }) {
  const { data: controls = [] } = useQuery(controlsQuery)
  const all = one.changes.filter(({ controlId }) => controlId === control)
  const changes = all.filter(({ withdrawn }) => withdrawn === null)
  const today = new Date().toISOString().slice(0, 10)
  const excepted = changes.find(({ kind, until }) => kind === 'exception' && (until ?? '') >= today)
  const isChanged = changes.some(({ kind }) => kind !== 'exception')
  // Of what did not hold the row of the change itself has the button.
  const asksForChange = one.missing.some(({ controlId, what }) => controlId === control && what === 'change')
  const name = controls.find(({ id }) => id === control)?.name ?? control
  return (
    <section aria-label={`Proof for ${name}`} className="mb-4 max-w-4xl rounded-md border border-line p-3">
      <h3 className="font-medium">
        <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
          {name}
        </Link>{' '}
        failed
      </h3>
      <ul className="mt-1">
        {all.map((change) => (
          <Change key={change.id} one={one} change={change} works={works} />
        ))}
      </ul>
      {works && isChanged && !asksForChange && !excepted && <AnotherChange caseId={one.id} control={control} />}
      {excepted ? (
        <p className="mt-2">
          Excepted until {excepted.until}, that day included: from the day after it counts as missing again.
        </p>
      ) : (
        <ol className="mt-2">
          {checklistOf(control, one.state === 'open' ? one.missing : one.unheld).map((proof) => (
            // What was mended and is missing again begins anew: its form is not open because it was open once.
            <Item key={`${proof.what} ${proof.state}`} one={one} control={control} proof={proof} works={works} />
          ))}
        </ol>
      )}
    </section>
  )
}

function AnotherChange({ caseId, control }: { caseId: string; control: string }) {
  const [adding, setAdding] = useState(false)
  if (adding)
    return (
      <div className="border-t border-line py-2">
        <ChangeForm caseId={caseId} control={control} done={() => setAdding(false)} />
      </div>
    )
  return (
    <button type="button" className="button my-1" onClick={() => setAdding(true)}>
      Add another change
    </button>
  )
}

const marks: Readonly<Record<Proof['state'], readonly [mark: string, word: string, look: string]>> = {
  there: ['✓', 'there', 'text-holding'],
  missing: ['✕', 'missing', 'text-now'],
  waits: ['·', 'waits for the change', 'text-muted'],
}

interface ItemProps {
  one: CaseDetail
  control: string
  proof: Proof
  works: boolean
}

function Item({ one, control, proof, works }: ItemProps) {
  const [mending, setMending] = useState(false)
  const [mark, word, look] = marks[proof.state]
  const mendable = works && proof.state === 'missing'
  return (
    <li className="border-t border-line py-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={`w-4 text-center font-semibold ${look}`} aria-hidden>
          {mark}
        </span>
        <span className="min-w-0 grow basis-60">
          {proof.words} <span className="sr-only">({word})</span>
          {proof.sentence && <span className="block text-sm text-muted wrap-anywhere">{proof.sentence}</span>}
          {proof.state === 'there' && <Shown one={one} control={control} what={proof.what} />}
          {proof.state === 'waits' && <span className="block text-sm text-muted">{word}</span>}
        </span>
        {mendable && (
          <button type="button" className="button" aria-expanded={mending} onClick={() => setMending(!mending)}>
            {proof.what === 'change' && isAgain(one, control) ? 'Add another change' : mendWords[proof.what]}
          </button>
        )}
      </div>
      {mendable && mending && (
        <div className="mt-2 pl-7">
          <Mend one={one} control={control} what={proof.what} done={() => setMending(false)} />
        </div>
      )}
    </li>
  )
}

/** Something was changed before, and did not hold. */
function isAgain({ changes }: CaseDetail, control: string): boolean {
  return changes.some(
    ({ controlId, kind, withdrawn }) => controlId === control && kind !== 'exception' && withdrawn === null,
  )
}

const mendWords: Readonly<Record<Proof['what'], string>> = {
  change: 'Add a change',
  'failed-before': 'Name or run the case',
  'passes-after': 'Import the newest run',
  'live-probe': 'Record a probe',
  owner: 'Name an owner',
  'next-review': 'Plan a review',
}

interface MendProps {
  one: CaseDetail
  control: string
  what: Proof['what']
  done: () => void
}

function Mend({ one, control, what, done }: MendProps) {
  const { data: controls = [] } = useQuery(controlsQuery)
  const tested = controls.find(({ id }) => id === control)
  const lacking = one.missing.find((missing) => missing.controlId === control && missing.what === what)
  const change = one.changes.find(({ id }) => id === lacking?.changeId)
  if (what === 'change' || !change) return <ChangeForm caseId={one.id} control={control} done={done} />
  if (what === 'owner' || what === 'next-review' || (what === 'failed-before' && change.regressionKey === null))
    return <Complete caseId={one.id} change={change} what={what} done={done} />
  if (what === 'live-probe')
    return (
      <>
        <p className="prose-width mb-2 text-sm text-muted">
          Send a marked, harmless request through{' '}
          <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
            {tested?.name ?? control}
          </Link>
          , look downstream whether it came through, and record what was seen. It counts where it is later than the
          change.
        </p>
        <RegisteredProbe control={control} />
        {tested && <RecordEvidence control={tested} />}
      </>
    )
  return (
    <>
      <p className="prose-width mb-2 text-sm text-muted">
        {what === 'failed-before'
          ? `Run "${change.regressionKey}" on what was there before the change, and import that run: a case that never failed proves nothing.`
          : `Run "${change.regressionKey}" on what is there now, and import the run.`}
      </p>
      <ImportEvaluation controls={controls} {...(tested && { control: tested })} isOpen />
      <p className="prose-width mt-2 text-sm text-muted">
        A report of the tool that runs it, or a file of two lines: <code className="font-mono">key,result,at</code>, and{' '}
        <code className="font-mono wrap-anywhere">
          {change.regressionKey},pass,{new Date().toISOString().slice(0, 19)}Z
        </code>{' '}
        (or <code className="font-mono">fail</code>), as it went and when it was run.{' '}
        <RunFile of={change.regressionKey} />
      </p>
      {what === 'failed-before' && (
        <div className="mt-3">
          <p className="mb-2 text-sm text-muted">Or the key is another one:</p>
          <Complete caseId={one.id} change={change} what={what} done={done} />
        </div>
      )}
    </>
  )
}

/** Whoever ran a case by hand has no report of a tool: these lines are one. */
function RunFile({ of }: { of: string | null }) {
  if (of === null) return null
  const file = (result: 'pass' | 'fail') => {
    const line = JSON.stringify({ key: of, result, at: `${new Date().toISOString().slice(0, 19)}Z` })
    return `data:application/jsonl;charset=utf-8,${encodeURIComponent(`${line}\n`)}`
  }
  return (
    <>
      Run by hand just now? Save the file:{' '}
      <a className="text-accent underline" download="run.jsonl" href={file('pass')}>
        it passed
      </a>{' '}
      ·{' '}
      <a className="text-accent underline" download="run.jsonl" href={file('fail')}>
        it failed
      </a>
      , and import it above.
    </>
  )
}

/** Of an incident duties are judged before it is closed; of another case that they were not is said. */
function DutiesToJudge({ one }: { one: CaseDetail }) {
  const names = one.unjudgedDuties
  if (names.length === 0) return null
  const isNeeded = one.missing.some(({ what }) => what === 'duties')
  return (
    <div className="mb-4 max-w-4xl rounded-md border border-line p-3">
      <p>
        <span className={`font-semibold ${isNeeded ? 'text-now' : 'text-muted'}`} aria-hidden>
          {isNeeded ? '✕ ' : '· '}
        </span>
        {isNeeded
          ? `Before an incident is closed somebody judges whether ${counted(names.length, 'duty', 'duties')} to report ${names.length === 1 ? 'applies' : 'apply'}.`
          : `Nobody ${one.state === 'closed' ? 'judged' : 'has judged'} whether ${counted(names.length, 'duty', 'duties')} to report ${names.length === 1 ? 'applies' : 'apply'}; ${one.kind === 'incident' ? 'it was closed without' : `${one.kind === 'exercise' ? 'an' : 'a'} ${kindWords[one.kind]} may be closed without`}.`}
      </p>
      <p className="mt-1 text-sm text-muted">
        {names.join(' · ')}.{' '}
        <a href="#duties" className="text-accent underline">
          Judge them below
        </a>
      </p>
    </div>
  )
}

function Close({ one }: { one: CaseDetail }) {
  const may = useMay('owner')
  const { close } = useCaseWork(one.id)
  if (!may) return <p className="text-muted">Closing it needs the role "owner".</p>
  return (
    <>
      {one.missing.length > 0 ? (
        <button type="button" className="button" disabled>
          Close: {missingCount(one.missing)}
        </button>
      ) : (
        <Confirm
          label="Close the case"
          question={closeQuestion(one)}
          disabled={close.isPending}
          confirm={() => close.mutate(undefined)}
        />
      )}
      <Refusal error={close.error} />
    </>
  )
}
