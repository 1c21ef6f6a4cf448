import { commandLine } from '@contract/command-line.ts'
import { useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useMakeToken } from '../settings/use-account.ts'
import { exporterSettings } from './trace-words.ts'

const LIFE_DAYS = 365
const IN_ITS_PLACE = 'lunette_…'
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** What an exporter needs, with a token that may do nothing else; it is shown once. */
export function SendTraces() {
  const may = useMay('analyst')
  const make = useMakeToken()
  const token = make.data?.token
  return (
    <>
      <Settings text={exporterSettings(location.origin, token ?? IN_ITS_PLACE)} once={token !== undefined} />
      {loopback.has(location.hostname) && (
        <p className="prose-width mt-1 text-sm text-soon">
          This address is of this machine alone: programs elsewhere need the name under which they reach it.
        </p>
      )}
      {may ? (
        <button
          type="button"
          className="button mt-2"
          disabled={make.isPending}
          onClick={() => make.mutate({ name: 'traces of AI systems', scopes: ['traces'], days: LIFE_DAYS })}
        >
          {token === undefined ? 'Make a token for it' : 'Make another'}
        </button>
      ) : (
        <p className="mt-2 text-muted">Making a token for it needs the role "analyst".</p>
      )}
      <Refusal error={make.error} />
      <p className="prose-width mt-2 text-sm text-muted">
        The token may send traces and nothing else, and ends after a year; Settings revokes it. Logs of LiteLLM and
        Langfuse come in as lines at the same address, or with{' '}
        <code className="font-mono">{commandLine('traces import')}</code>.
      </p>
    </>
  )
}

function Settings({ text, once }: { text: string; once: boolean }) {
  const [copied, setCopied] = useState('')
  return (
    <div className="max-w-3xl">
      <textarea
        aria-label="Settings of an exporter"
        className="field w-full overflow-x-auto font-mono text-sm whitespace-pre"
        rows={4}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      {once && (
        <button
          type="button"
          className="button mt-2 mr-2"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
        >
          Copy
        </button>
      )}
      <span role="status" className="text-sm text-muted">
        {once && (copied === text ? 'Copied.' : 'The token is shown this once.')}
      </span>
    </div>
  )
}
