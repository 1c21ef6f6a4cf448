import { useState } from 'react'

/** A secret or link that is shown once, with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="mt-2 max-w-xl">
      <label className="grid gap-1">
        <span className="font-medium">{label}</span>
        <span className="flex gap-2">
          <input
            className="field font-mono text-sm"
            readOnly
            value={value}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button
            type="button"
            className="button shrink-0"
            onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
          >
            Copy
          </button>
        </span>
      </label>
      <p role="status" className="min-h-5 text-sm text-muted">
        {copied ? 'Copied.' : 'It is shown this once.'}
      </p>
    </div>
  )
}
