import type { ReportLinkRow } from '@contract/assurance-reports.ts'
import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { CopyField } from '../parts/copy-field.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { reportLinksQuery, useMakeLink, useRevokeLink } from './use-cases.ts'

const lives = [
  [7, 'a week'],
  [30, 'a month'],
  [90, 'three months'],
  [365, 'a year'],
] as const

/** Makes and takes back links by which people report without an account. */
export function ReportLinks() {
  const [label, setLabel] = useState('')
  const [days, setDays] = useState(90)
  const make = useMakeLink()
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(location.hostname)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate({ label: label.trim(), days }, { onSuccess: () => setLabel('') })
  }
  return (
    <>
      <form onSubmit={submit} className="flex max-w-3xl flex-wrap items-end gap-3 print:hidden">
        <label className="grid grow gap-1">
          <span className="font-medium">For whom</span>
          <input
            className="field"
            required
            maxLength={100}
            placeholder="customer service"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">Works for</span>
          <select className="field" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {lives.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button" disabled={make.isPending}>
          Make a link
        </button>
      </form>
      <Refusal error={make.error} />
      {make.data && (
        <CopyField
          key={make.data.id}
          label="Give them this link, on a poster or in a chat: it opens a form and shows nothing of yours"
          value={`${location.origin}${make.data.path}`}
        />
      )}
      {isHere && (
        <p className="prose-width mt-2 text-sm text-soon">
          A link that is made here begins with <code className="font-mono">{location.origin}</code>: only this machine
          reaches that. For a phone or a poster, let Lunette be reached under an address of your own (
          <code className="font-mono">LUNETTE_PUBLIC_URL</code> and a proxy before it: docs/signing-in.md), open it
          there, and make the link there. To try it out, open it in a private window of this machine.
        </p>
      )}
      <Links />
    </>
  )
}

function Links() {
  const { data = [] } = useQuery(reportLinksQuery)
  const revoke = useRevokeLink()
  if (data.length === 0) return null
  return (
    <>
      <ul className="mt-3 max-w-3xl divide-y divide-line border-y border-line">
        {data.map((link) => (
          <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5">
            <span className="min-w-0 grow wrap-anywhere">
              {link.label}
              <span className="text-muted">
                , made by {link.madeBy} <When at={link.createdAt} />, {standing(link)},{' '}
                {counted(link.reports, 'report')}
                {link.lastReportAt && (
                  <>
                    , the last <When at={link.lastReportAt} />
                  </>
                )}
              </span>
            </span>
            {isOpen(link) && (
              <button
                type="button"
                className="button"
                disabled={revoke.isPending}
                onClick={() => revoke.mutate(link.id)}
              >
                Take back<span className="sr-only"> the link for {link.label}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <Refusal error={revoke.error} />
    </>
  )
}

function isOpen({ revokedAt, expiresAt }: ReportLinkRow): boolean {
  return revokedAt === null && Date.parse(expiresAt) > Date.now()
}

function standing(link: ReportLinkRow) {
  if (link.revokedAt) return 'taken back'
  return (
    <>
      {isOpen(link) ? 'ends' : 'ended'} <When at={link.expiresAt} />
    </>
  )
}
