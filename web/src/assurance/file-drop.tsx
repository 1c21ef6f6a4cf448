import { type DragEvent, useRef, useState } from 'react'

interface Props {
  /** What is dropped here. */
  words: string
  button: string
  /** Of the field itself. */
  label: string
  accept: string
  busy: boolean
  take: (file: File) => void
}

/** A place to drop one file, with a button for those who choose it. */
export function FileDrop({ words, button, label, accept, busy, take }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && !busy) take(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's.
    <div
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      className={`rounded-md border border-dashed p-5 text-center print:hidden ${over ? 'border-accent bg-accent-tint' : 'border-line bg-raised'}`}
    >
      <p>{busy ? 'Reading …' : words}</p>
      <button type="button" className="button mt-2" disabled={busy} onClick={() => input.current?.click()}>
        {button}
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        aria-label={label}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) take(file)
          event.target.value = ''
        }}
      />
    </div>
  )
}
