import { heardWords, replacedWords, tellWords } from '@contract/notice-words.ts'
import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { targetsQuery } from '../notifications/use-notifications.ts'
import { Refusal } from '../session/login.tsx'
import { useScopeChange } from './queries.ts'
import { Saved } from './saved.tsx'

type Rule = ScopeDocument['noticeRules'][number]

const kinds: readonly Rule['kind'][] = [
  ...['*', 'host', 'port', 'service', 'product', 'certificate', 'login-page', 'record', 'weakness'],
] as Rule['kind'][]
const changes: readonly Rule['change'][] = ['*', 'new', 'vanished', 'changed']
const usual =
  'Where no rule speaks, new hosts, ports, login pages and weaknesses are told at once, and all else in the digest.'

/** Which changes are told at once, which wait, which are not told: the narrowest rule decides. */
export function NoticeRules({ rules, may }: { rules: ScopeDocument['noticeRules']; may: boolean }) {
  const change = useScopeChange()
  const [replaced, setReplaced] = useState<string>()
  const put = (body: Omit<Rule, 'tell'> & { tell: Rule['tell'] | null }) => {
    const { tell } = body
    setReplaced(tell === null ? undefined : replacedWords(rules, { ...body, tell }))
    change.mutate({ method: 'PUT', path: '/notices', body })
  }
  return (
    <div className="max-w-2xl">
      <ul>
        {rules.map((rule) => (
          <li key={`${rule.kind} ${rule.change} ${rule.asset}`} className="flex flex-wrap items-center gap-2 py-1">
            <span>
              {wordsOf(rule)}: {tellWords[rule.tell]}
            </span>
            {may && (
              <button
                type="button"
                className="button"
                aria-label={`Remove: ${wordsOf(rule)}`}
                disabled={change.isPending}
                onClick={() => put({ ...rule, tell: null })}
              >
                Remove
              </button>
            )}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{usual}</p>
      {may && <Heard />}
      {may && <Draft put={put} isPending={change.isPending} />}
      <Saved when={change.isSuccess} {...(replaced !== undefined && { words: replaced })} />
      <Refusal error={change.error} />
    </div>
  )
}

/** Whom it reaches: a rule says when something is told, a target who hears it. */
function Heard() {
  const { data: targets } = useQuery(targetsQuery)
  if (!targets) return null
  return (
    <p className="text-sm text-muted wrap-anywhere">
      {heardWords(targets)} The digest goes to each person who asked for it.{' '}
      <Link to="/notifications" className="text-accent underline">
        Targets and digest
      </Link>
    </p>
  )
}

function Draft({ put, isPending }: { put: (rule: Rule) => void; isPending: boolean }) {
  const [draft, setDraft] = useState<Rule>({ kind: 'weakness', change: 'new', asset: '', tell: 'instant' })
  const add = (event: FormEvent) => {
    event.preventDefault()
    put({ ...draft, asset: draft.asset.trim().toLowerCase() || '*' })
  }
  return (
    <form onSubmit={add} className="mt-2 flex flex-wrap gap-2">
      <Choice
        label="Kind"
        of={kinds}
        value={draft.kind}
        words={kindWord}
        choose={(kind) => setDraft({ ...draft, kind })}
      />
      <Choice
        label="Change"
        of={changes}
        value={draft.change}
        words={changeWord}
        choose={(what) => setDraft({ ...draft, change: what })}
      />
      <input
        className="field"
        aria-label="Asset"
        placeholder="every asset, or a name, range …"
        maxLength={300}
        value={draft.asset}
        onChange={({ target }) => setDraft({ ...draft, asset: target.value })}
      />
      <Choice
        label="Told"
        of={Object.keys(tellWords) as Rule['tell'][]}
        value={draft.tell}
        words={(tell) => tellWords[tell]}
        choose={(tell) => setDraft({ ...draft, tell })}
      />
      <button type="submit" className="button" disabled={isPending}>
        Add rule
      </button>
    </form>
  )
}

function Choice<Value extends string>(props: {
  label: string
  of: readonly Value[]
  value: Value
  words: (value: Value) => string
  choose: (value: Value) => void
}) {
  const { label, of, value, words, choose } = props
  return (
    <select className="field" aria-label={label} value={value} onChange={({ target }) => choose(target.value as Value)}>
      {of.map((one) => (
        <option key={one} value={one}>
          {words(one)}
        </option>
      ))}
    </select>
  )
}

const special: Partial<Record<Rule['kind'], string>> = { '*': 'anything', record: 'DNS record' }

function kindWord(kind: Rule['kind']): string {
  return special[kind] ?? kind.replace('-', ' ')
}

function changeWord(change: Rule['change']): string {
  return change === '*' ? 'new, vanished or changed' : change
}

function wordsOf({ kind, change, asset }: Rule): string {
  const what = `${kindWord(kind)}, ${changeWord(change)}`
  return asset === '*' ? what : `${what}, at ${asset}`
}
