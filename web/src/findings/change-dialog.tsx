import type { FindingChangeEffect, FindingChangeRequest } from '@contract/finding-changes.ts'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../api/client.ts'
import { Decision } from '../parts/decision.tsx'
import { Refusal } from '../session/login.tsx'
import { justificationWords, statusWords } from './ruling-words.ts'
import { membersQuery, usePreview } from './use-changes.ts'

type Of = Pick<FindingChangeRequest, 'ids' | 'filter'>
type Doing = Pick<FindingChangeRequest, 'set' | 'rule'>

interface Props {
  kind: 'work' | 'rule'
  of: Of
  count: number
  error: Error | null
  busy: boolean
  apply: (request: FindingChangeRequest) => void
  /** Forgets the refusal: it is looked at again. */
  lookAgain: () => void
  close: () => void
}

/** What to change of many findings, and what that would touch, before it is done. */
export function ChangeDialog({ kind, of, count, error, busy, apply, lookAgain, close }: Props) {
  const dialogue = useRef<HTMLDialogElement>(null)
  useEffect(() => dialogue.current?.showModal(), [])
  const [doing, setDoing] = useState<Doing>()
  const asked = useDeferredValue(doing)
  // Why somebody rules changes nothing of what it touches.
  const rehearsed = asked?.rule ? { rule: { ...asked.rule, reason: 'preview' } } : asked
  const preview = usePreview(rehearsed && { ...of, ...rehearsed })
  // What was looked at before is no answer to what it would touch now.
  const effect = preview.isFetching ? undefined : preview.data
  const ready = doing !== undefined && effect !== undefined && (doing.rule?.reason ?? 'given').trim() !== ''
  const changed = effect?.changed ?? 0
  const overtaken = error instanceof ApiProblem && error.code === 'changed-meanwhile'
  const told = useRef<HTMLDivElement>(null)
  return (
    <dialog
      ref={dialogue}
      onClose={close}
      aria-labelledby="change-title"
      className="m-auto w-[min(34rem,calc(100vw-2rem))] rounded-md border border-line bg-paper p-4 text-ink shadow-xl"
    >
      <h2 id="change-title" className="heading">
        {kind === 'rule' ? 'Rule on' : 'Change'} {count.toLocaleString()} {count === 1 ? 'finding' : 'findings'}
      </h2>
      <form
        className="mt-3 grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          // Rulings say themselves whose place they take.
          const since = doing?.set && effect ? { unchangedSince: effect.at } : {}
          if (doing && ready) apply({ ...of, ...doing, ...since, expected: changed })
        }}
      >
        {kind === 'rule' ? <RuleFields change={setDoing} /> : <WorkFields change={setDoing} />}
        <div ref={told} tabIndex={-1}>
          {overtaken ? (
            <Overtaken
              lookAgain={() => {
                // The button goes away: whoever pressed it goes on at what it would touch.
                told.current?.focus()
                lookAgain()
                void preview.refetch()
              }}
            />
          ) : (
            <Effect asked={rehearsed !== undefined} effect={effect} error={preview.error} />
          )}
        </div>
        <div className="flex gap-2">
          <button type="submit" className="button-primary" disabled={!ready || changed === 0 || busy || overtaken}>
            {kind === 'rule' ? 'Rule on' : 'Change'} {changed > 0 && changed.toLocaleString()}
          </button>
          <button type="button" className="button" onClick={() => dialogue.current?.close()}>
            Cancel
          </button>
        </div>
        {!overtaken && <Refusal error={error} />}
      </form>
    </dialog>
  )
}

/** Somebody was faster: nothing is done, what was typed stays, and what it would touch now is one press away. */
function Overtaken({ lookAgain }: { lookAgain: () => void }) {
  return (
    <div role="alert" className="rounded-md border border-line p-3">
      <p>
        <span aria-hidden className="text-now">
          ▲{' '}
        </span>
        The findings changed since it was looked at. Nothing was done, and nothing of yours is lost.
      </p>
      <button type="button" className="button mt-2" onClick={lookAgain}>
        Look again
      </button>
    </div>
  )
}

/** Which findings, how they are decided, on how many assets; and what stays as it is. */
function Effect(props: { asked: boolean; effect: FindingChangeEffect | undefined; error: Error | null }) {
  const { asked, effect, error } = props
  if (error) return <p className="text-now">{error.message}</p>
  if (!asked) return <p className="text-muted">Choose what to change.</p>
  if (!effect) return <p className="text-muted">Looking what it would touch …</p>
  const { changed, left, assets, decisions } = effect
  return (
    <div aria-live="polite" className="rounded-md border border-line p-3">
      <p>
        It touches <strong className="font-semibold">{changed.toLocaleString()}</strong>{' '}
        {changed === 1 ? 'finding' : 'findings'} on {assets.toLocaleString()} {assets === 1 ? 'asset' : 'assets'}.
        {left > 0 &&
          (left === 1
            ? ' 1 stays as it is: it has it already or is closed.'
            : ` ${left.toLocaleString()} stay as they are: they have it already or are closed.`)}
      </p>
      {changed > 0 && (
        <p className="mt-1.5 flex flex-wrap gap-1.5">
          {(['now', 'soon', 'scheduled', 'defer'] as const)
            .filter((urgency) => decisions[urgency] > 0)
            .map((urgency) => (
              <Decision key={urgency} urgency={urgency} count={decisions[urgency]} />
            ))}
        </p>
      )}
    </div>
  )
}

const KEEP = 'keep'
const NONE = ''

/** Each field is left as it is until something is chosen. */
function WorkFields({ change }: { change: (doing: Doing | undefined) => void }) {
  const { data: members = [] } = useQuery(membersQuery)
  const [fields, setFields] = useState<NonNullable<Doing['set']>>({})
  const set = (next: NonNullable<Doing['set']>) => {
    const given = Object.fromEntries(Object.entries({ ...fields, ...next }).filter(([, value]) => value !== undefined))
    setFields(given)
    change(Object.keys(given).length > 0 ? { set: given } : undefined)
  }
  const chosen = (value: string) => (value === KEEP ? undefined : value === NONE ? null : value)
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Assignee">
        <select
          className="field"
          defaultValue={KEEP}
          onChange={({ target }) => set({ assignee: chosen(target.value) })}
        >
          <option value={KEEP}>as it is</option>
          <option value={NONE}>nobody</option>
          {members.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </Field>
      <Field label="Progress">
        <select
          className="field"
          defaultValue={KEEP}
          onChange={({ target }) => set({ progress: chosen(target.value) as 'in-progress' | 'claimed-fixed' | null })}
        >
          <option value={KEEP}>as it is</option>
          <option value={NONE}>not begun</option>
          <option value="in-progress">in progress</option>
          <option value="claimed-fixed">claimed fixed, not seen yet</option>
        </select>
      </Field>
      <Field label="Team">
        <input
          className="field"
          maxLength={100}
          placeholder="as it is"
          onChange={({ target }) => set({ team: target.value.trim() || undefined })}
        />
      </Field>
      <Field label="Due">
        <input
          type="date"
          className="field"
          onChange={({ target }) => set({ dueAt: target.value ? `${target.value}T00:00:00.000Z` : undefined })}
        />
      </Field>
    </div>
  )
}

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 90
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
type Rule = NonNullable<Doing['rule']>

function RuleFields({ change }: { change: (doing: Doing | undefined) => void }) {
  const [rule, setRule] = useState<Rule>({
    status: 'accepted',
    reason: '',
    endsAt: `${dayIn(DEFAULT_DAYS)}T00:00:00.000Z`,
  })
  const set = (next: Partial<Rule>) => setRule({ ...rule, ...next })
  // biome-ignore lint/correctness/useExhaustiveDependencies: told of each ruling once.
  useEffect(() => {
    const { justification = 'vulnerable_code_not_in_execute_path', ...rest } = rule
    change({ rule: rule.status === 'not-affected' ? { ...rest, justification } : rest })
  }, [rule])
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="What are they?">
          <select
            className="field"
            value={rule.status}
            onChange={({ target }) => set({ status: target.value as Rule['status'] })}
          >
            {Object.entries(statusWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Until">
          <input
            type="date"
            className="field"
            required
            min={dayIn(1)}
            max={dayIn(729)}
            value={rule.endsAt.slice(0, 10)}
            onChange={({ target }) => target.value && set({ endsAt: `${target.value}T00:00:00.000Z` })}
          />
        </Field>
      </div>
      {rule.status === 'not-affected' && (
        <Field label="Because">
          <select
            className="field"
            value={rule.justification ?? 'vulnerable_code_not_in_execute_path'}
            onChange={({ target }) => set({ justification: target.value })}
          >
            {Object.entries(justificationWords).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label="Why">
        <textarea
          className="field min-h-16"
          required
          maxLength={4_000}
          value={rule.reason}
          onChange={({ target }) => set({ reason: target.value })}
        />
      </Field>
      <p className="text-sm text-muted">
        Each finding gets a ruling of its own, which holds until its own facts change or its end comes.
      </p>
    </>
  )
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it is given.
    <label className="grid content-start gap-0.5">
      <span className="text-sm text-muted">{label}</span>
      {children}
    </label>
  )
}
