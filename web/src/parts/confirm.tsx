import { useState } from 'react'

/** A button that asks once more in its own place before it does what cannot be undone. */
export function Confirm(props: { label: string; question: string; disabled?: boolean; confirm: () => void }) {
  const { label, question, disabled, confirm } = props
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <button type="button" className="button" disabled={disabled} onClick={() => setAsked(true)}>
        {label} …
      </button>
    )
  return (
    <fieldset className="inline-flex flex-wrap items-center gap-2" aria-label={question}>
      <span>{question}</span>
      <button
        type="button"
        className="button border-now text-now"
        // biome-ignore lint/a11y/noAutofocus: the question stands where the button was; focus must not fall to the page.
        autoFocus
        onClick={() => {
          setAsked(false)
          confirm()
        }}
      >
        {label}
      </button>
      <button type="button" className="button" onClick={() => setAsked(false)}>
        Keep
      </button>
    </fieldset>
  )
}
