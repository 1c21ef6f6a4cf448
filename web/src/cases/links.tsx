import type { CaseDetail, CaseLinkRow } from '@contract/assurance-cases.ts'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useCaseWork } from './use-cases.ts'

const kinds: Readonly<Record<CaseLinkRow['kind'], string>> = {
  finding: 'finding',
  asset: 'asset',
  'ai-system': 'AI system',
  evaluation: 'evaluation',
  case: 'case',
  pattern: 'pattern',
  reference: 'elsewhere',
}

/** What a case hangs together with, and the evidence that was frozen for it. */
export function Links({ one, works }: { one: CaseDetail; works: boolean }) {
  const { freeze } = useCaseWork(one.id)
  return (
    <>
      {one.links.length > 0 && (
        <ul className="max-w-4xl">
          {one.links.map((link) => (
            <li key={`${link.kind} ${link.target}`} className="flex flex-wrap gap-x-3 border-t border-line py-1">
              <span className="w-24 text-muted">{kinds[link.kind]}</span>
              <span className="wrap-anywhere">
                <Target link={link} />
              </span>
              {link.note && <span className="text-muted wrap-anywhere">{link.note}</span>}
            </li>
          ))}
        </ul>
      )}
      {one.freezes.map(({ position, digest, frozenBy, frozenAt }) => (
        <p key={position} className="max-w-4xl border-t border-line py-1">
          <span className="inline-block w-24 text-muted">evidence</span> frozen at entry {position.toLocaleString()},{' '}
          <When at={frozenAt} /> by {frozenBy} <span className="font-mono text-sm wrap-anywhere">{digest}</span>
        </p>
      ))}
      {one.links.length + one.freezes.length === 0 && <p className="text-muted">Nothing was linked yet.</p>}
      {works && (
        <div className="mt-2 flex flex-wrap items-end gap-3 print:hidden">
          <Add one={one} />
          <button type="button" className="button" disabled={freeze.isPending} onClick={() => freeze.mutate(undefined)}>
            Freeze the evidence
          </button>
          <Refusal error={freeze.error} />
        </div>
      )}
    </>
  )
}

/** What lies elsewhere is words: nothing that somebody wrote becomes a link out of here. */
function Target({ link: { kind, target } }: { link: CaseLinkRow }) {
  const looks = 'text-accent underline'
  if (kind === 'finding')
    return (
      <Link to="/findings/$id" params={{ id: target }} className={looks}>
        {target}
      </Link>
    )
  if (kind === 'asset')
    return (
      <Link to="/assets/$id" params={{ id: target }} className={looks}>
        {target}
      </Link>
    )
  if (kind === 'evaluation')
    return (
      <Link to="/assurance/evaluations/$id" params={{ id: target }} className={looks}>
        {target}
      </Link>
    )
  if (kind === 'case')
    return (
      <Link to="/assurance/cases/$id" params={{ id: target }} className={looks}>
        {target}
      </Link>
    )
  if (kind === 'pattern')
    return (
      <Link to="/assurance/patterns/$number" params={{ number: target }} className={looks}>
        {target}
      </Link>
    )
  if (kind === 'ai-system')
    return (
      <Link to="/assurance/systems/$slug" params={{ slug: target }} className={looks}>
        {target}
      </Link>
    )
  return <span>{target}</span>
}

function Add({ one }: { one: CaseDetail }) {
  const { link } = useCaseWork(one.id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const element = event.currentTarget
    link.mutate(
      { kind: form.get('kind') as CaseLinkRow['kind'], target: String(form.get('target')).trim(), note: null },
      { onSuccess: () => element.reset() },
    )
  }
  return (
    <form onSubmit={submit} className="flex grow flex-wrap items-end gap-3">
      <label className="grid gap-1">
        <span className="font-medium">Link</span>
        <select className="field" name="kind" defaultValue="reference">
          {Object.entries(kinds).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <label className="grid min-w-0 grow basis-56 gap-1">
        <span className="font-medium">Its id, or where it is</span>
        <input className="field" name="target" required maxLength={500} />
      </label>
      <button type="submit" className="button" disabled={link.isPending}>
        Link it
      </button>
      <Refusal error={link.error} />
    </form>
  )
}
