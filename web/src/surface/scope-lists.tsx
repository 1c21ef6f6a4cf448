import { metadataWords } from '@contract/metadata-words.ts'
import type { LookedUp, ScopeDocument } from '@contract/scope.ts'
import { exclusionWords, nowhereWords } from '@contract/scope-words.ts'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { kindWord } from './kind-words.ts'
import { useScopeChange } from './queries.ts'
import { Saved } from './saved.tsx'

interface EntryProps {
  name: string
  children?: ReactNode
  /** Where it is taken back; absent: it cannot be here. */
  path?: string | undefined
  question: string
}

/** One entry of the scope, with who said it and a way to take it back. */
export function Entry({ name, children, path, question }: EntryProps) {
  const change = useScopeChange()
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{name}</p>
        <div className="text-sm text-muted wrap-anywhere">{children}</div>
        <Refusal error={change.error} />
      </div>
      {path !== undefined && (
        <Confirm
          label="Take back"
          question={question}
          disabled={change.isPending}
          confirm={() => change.mutate({ method: 'DELETE', path })}
        />
      )}
    </li>
  )
}

export function Entries({ empty, children }: { empty: string; children: ReactNode[] }) {
  if (children.length === 0) return empty === '' ? null : <p className="text-muted">{empty}</p>
  return <ul className="max-w-4xl divide-y divide-line rounded-md border border-line">{children}</ul>
}

interface AddProps {
  label: string
  placeholder: string
  /** A second field: the words that are written down. */
  because?: { label: string; required: boolean }
  button: string
  error: Error | null
  pending: boolean
  /** What is to be said before it is added: whoever means it says so again. */
  warn?: ((name: string) => string | undefined) | undefined
  /** `said`: what became of it. */
  add: (name: string, because: string, done: (said?: string) => void) => void
}

/** A line that adds an entry, with the words that are written down where they are needed. */
export function Add({ label, placeholder, because, button, error, pending, warn, add }: AddProps) {
  const [name, setName] = useState('')
  const [words, setWords] = useState('')
  const [taken, setTaken] = useState('')
  const [warned, setWarned] = useState('')
  const [tried, setTried] = useState('')
  const isWarned = warned !== '' && warned === name
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTaken('')
    if (!isWarned && warn?.(name) !== undefined) return setWarned(name)
    setTried(name)
    add(name.trim(), words.trim(), (said) => {
      setName('')
      setWords('')
      setTaken(said ?? '')
    })
  }
  return (
    <form onSubmit={submit} className="mt-3">
      <div className="flex max-w-4xl flex-wrap gap-2">
        <input
          className="field w-64"
          aria-label={label}
          placeholder={placeholder}
          required
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {because && (
          <input
            className="field min-w-56 flex-1"
            aria-label={because.label}
            placeholder={because.label}
            required={because.required}
            maxLength={500}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        <button type="submit" className="button" disabled={pending}>
          {isWarned ? `${button} all the same` : button}
        </button>
        <span className="self-center">
          <Saved when={taken !== '' && name === ''} words={taken} />
        </span>
      </div>
      {isWarned && (
        <p role="alert" className="prose-width mt-2 text-soon wrap-anywhere">
          {warn?.(name)}
        </p>
      )}
      {/* What was refused before is not said of what stands there now. */}
      {!isWarned && (tried === '' || tried === name) && <Refusal error={error} />}
    </form>
  )
}

export function Seeds({ seeds, may }: { seeds: ScopeDocument['seeds']; may: boolean }) {
  const change = useScopeChange()
  return (
    <>
      <Entries empty="None yet: add a domain, a range, or the organisation’s name.">
        {seeds.map(({ id, kind, name }) => (
          <Entry
            key={id}
            name={name}
            path={may ? `/seeds/${encodeURIComponent(id)}` : undefined}
            question={`No longer start from ${name}?`}
          >
            {kindWord(kind)}
          </Entry>
        ))}
      </Entries>
      {may && (
        <Add
          label="Seed"
          placeholder="example.com, a range, Example Inc."
          button="Add"
          warn={metadataWords}
          error={change.error}
          pending={change.isPending}
          add={(name, _because, done) =>
            change.mutate(
              { method: 'POST', path: '/seeds', body: { name } },
              {
                onSuccess: ({ name: taken = name, kind = 'domain', already, exists }) => {
                  const nowhere = exists === false ? ` ${nowhereWords(taken)}` : ''
                  const became = already ? 'is there already: nothing changed.' : 'was added.'
                  done(`${taken} (${kindWord(kind)}) ${became}${nowhere}`)
                },
              },
            )
          }
        />
      )}
    </>
  )
}

export function Ranges(props: { ranges: ScopeDocument['ranges']; kind: 'approval' | 'exclusion'; may: boolean }) {
  const { kind, may } = props
  const ranges = props.ranges.filter((range) => range.kind === kind)
  const change = useScopeChange()
  const isApproval = kind === 'approval'
  return (
    <>
      <Entries empty={isApproval ? 'None: no range may be touched.' : 'None.'}>
        {ranges.map(({ id, range, size, statement, madeBy, madeAt, addresses }) => (
          <Entry
            key={id}
            name={range}
            path={may ? `/ranges/${id}` : undefined}
            question={isApproval ? `No longer touch ${range}?` : `Let ${range} be touched again where it is approved?`}
          >
            {isApproval && size !== null && size > 1 && `${size.toLocaleString()} addresses · `}
            {statement && `“${statement}” – `}
            {madeBy} <When at={madeAt} />
            {addresses.length > 0 && ` · its addresses stay out, too: ${addresses.join(', ')}`}
          </Entry>
        ))}
      </Entries>
      {may && (
        <Add
          label={isApproval ? 'Range' : 'Range or name'}
          placeholder={isApproval ? '198.51.100.0/24' : 'pay.example.com or 198.51.100.9'}
          because={{ label: isApproval ? 'Why it is yours to probe' : 'Why', required: isApproval }}
          button={isApproval ? 'Approve' : 'Exclude'}
          warn={isApproval ? metadataWords : undefined}
          error={change.error}
          pending={change.isPending}
          add={(range, statement, done) =>
            change.mutate(
              { method: 'POST', path: '/ranges', body: { kind, range, statement } },
              {
                onSuccess: ({ effect, notes = [] }) =>
                  done([`Added: ${range}.`, ...notes, ...exclusionWords(effect)].join(' ')),
              },
            )
          }
        />
      )}
    </>
  )
}

/** First what the name has now, then the word that these may be touched. */
export function Names(props: { names: ScopeDocument['names']; may: boolean; suggested?: readonly string[] }) {
  const { names, may, suggested = [] } = props
  const lookUp = useScopeChange()
  const approve = useScopeChange()
  const [found, setFound] = useState<LookedUp>()
  const look = (name: string, done?: () => void) =>
    lookUp.mutate(
      { method: 'POST', path: '/lookups', body: { name } },
      {
        onSuccess: ({ addresses = [], aliases = [], thirdParty = null, exists = null, untouched = [] }) => {
          setFound({ name, addresses, aliases, thirdParty, exists, untouched })
          done?.()
        },
      },
    )
  return (
    <>
      <Entries empty={suggested.length > 0 ? '' : 'None: a proven name can be added with the addresses it has now.'}>
        {names.map(({ name, addresses, waiting, approvedBy, approvedAt }) => (
          <Entry
            key={name}
            name={name}
            path={may ? `/names/${encodeURIComponent(name)}` : undefined}
            question={`No longer touch the addresses of ${name}?`}
          >
            {addresses.length > 0 ? addresses.join(', ') : 'it has none of them any more'} – {approvedBy}{' '}
            <When at={approvedAt} />
            {waiting.length > 0 && (
              <span className="block text-soon">
                It has others now: {waiting.join(', ')}.{' '}
                {may && (
                  <button type="button" className="text-accent underline" onClick={() => look(name)}>
                    Look again
                  </button>
                )}
              </span>
            )}
          </Entry>
        ))}
      </Entries>
      {may && (
        <Add
          label="Name"
          placeholder="www.example.com"
          button="Look up"
          error={lookUp.error}
          pending={lookUp.isPending}
          add={(name, _because, done) => look(name, done)}
        />
      )}
      {may && suggested.length > 0 && (
        <p className="mt-2 flex flex-wrap gap-1.5">
          {suggested.map((name) => (
            <button key={name} type="button" className="chip" disabled={lookUp.isPending} onClick={() => look(name)}>
              {name}
            </button>
          ))}
        </p>
      )}
      {found && (
        <div className="mt-2 max-w-4xl rounded-md border border-line bg-raised px-3 py-2">
          <p className="wrap-anywhere">
            {found.name} {addressWords(found)}
          </p>
          <Meaning found={found} />
          <div className="mt-2 flex gap-2">
            {isAnyTouched(found) && (
              <button
                type="button"
                className="button"
                disabled={approve.isPending}
                onClick={() =>
                  approve.mutate(
                    { method: 'POST', path: '/names', body: { name: found.name, addresses: found.addresses } },
                    { onSuccess: () => setFound(undefined) },
                  )
                }
              >
                {found.thirdParty === null ? 'Approve these' : 'Approve these all the same'}
              </button>
            )}
            <button type="button" className="button" onClick={() => setFound(undefined)}>
              Leave it
            </button>
          </div>
          <Refusal error={approve.error} />
        </div>
      )}
    </>
  )
}

/** Nothing follows from approving what is never probed all the same. */
function isAnyTouched({ addresses, untouched }: LookedUp): boolean {
  return addresses.some((address) => untouched.every((one) => one.address !== address))
}

function addressWords({ addresses, exists }: LookedUp): string {
  if (addresses.length > 0) return `has ${addresses.join(', ')} now.`
  return exists === false ? 'does not exist.' : 'has no address now.'
}

/** What approving the addresses of a name would mean, where that is not plain. */
function Meaning({ found: { name, thirdParty, untouched } }: { found: LookedUp }) {
  return (
    <>
      {thirdParty !== null && (
        <p role="alert" className="mt-1 text-soon wrap-anywhere">
          {name} is an alias of {thirdParty}, which is not yours: the servers at these addresses are a third party’s and
          may serve others. Approve them only with its leave. Left as it is, nothing at these addresses is probed; the
          name’s DNS records and certificates in public logs are still read.
        </p>
      )}
      {untouched.map(({ address, why }) => (
        <p key={address} className="mt-1 text-sm text-muted wrap-anywhere">
          {address} is not probed even so: {why}.
        </p>
      ))}
    </>
  )
}

export function Rulings({ rulings }: { rulings: ScopeDocument['rulings'] }) {
  const may = useMay('analyst')
  return (
    <Entries empty="None yet: accept or reject what was found under Candidates.">
      {rulings.map(({ id, name, kind, standing, branch, reason, madeBy, madeAt }) => (
        <Entry
          key={id}
          name={name}
          path={may ? `/rulings/${encodeURIComponent(id)}` : undefined}
          question={`Let discovery say again what ${name} is?`}
        >
          {kindWord(kind)} · {standing}
          {branch && ', with what hangs on it'} – {madeBy} <When at={madeAt} />
          {reason && ` · “${reason}”`}
        </Entry>
      ))}
    </Entries>
  )
}
