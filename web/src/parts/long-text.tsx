import { useState } from 'react'
import { beginningOf } from './beginning-of.ts'

/** Words of people that may be long: their beginning, and the rest where somebody asks for it. */
export function LongText({ text, most = 400 }: { text: string; most?: number }) {
  const [isOpen, setOpen] = useState(false)
  const beginning = beginningOf(text, most)
  if (beginning === text) return text
  return (
    <>
      <span className={isOpen ? '' : 'print:hidden'}>{isOpen ? text : `${beginning} …`}</span>
      {!isOpen && <span className="hidden print:inline">{text}</span>}{' '}
      <button
        type="button"
        className="text-sm font-normal text-accent underline print:hidden"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? 'show less' : `show all ${text.length.toLocaleString()} characters`}
      </button>
    </>
  )
}
