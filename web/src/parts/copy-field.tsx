import { useCopy } from './use-copy.ts'

/** A secret or link with a button that copies it; `note`: what stands below, where it is not shown once only. */
export function CopyField(props: { label: string; value: string; note?: string }) {
  const { label, value, note = 'It is shown this once.' } = props
  const { said, copy } = useCopy(value)
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
          <button type="button" className="button shrink-0" onClick={copy}>
            Copy
          </button>
        </span>
      </label>
      <p role="status" className="min-h-5 text-sm text-muted">
        {said || note}
      </p>
    </div>
  )
}
