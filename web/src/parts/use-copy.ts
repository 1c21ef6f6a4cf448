import { useState } from 'react'

/** Copies a text, and says what came of it. Without TLS, as within a house, browsers have no clipboard for pages. */
export function useCopy(text: string): { said: string; copy: () => void } {
  const [said, setSaid] = useState('')
  const isOpen = navigator.clipboard !== undefined
  const copy = () => {
    const copied = isOpen ? navigator.clipboard.writeText(text) : Promise.reject(new Error('no clipboard'))
    copied.then(
      () => setSaid('Copied.'),
      () => setSaid('This browser does not let a page copy: mark it and copy it.'),
    )
  }
  return { said, copy }
}
