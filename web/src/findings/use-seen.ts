import { useEffect, useRef } from 'react'

/** So long a value stands before somebody who was about to choose can have read it. */
const READ_MS = 1_500

/**
 * What a person has seen of a value that others may set at any moment: one that came while they were choosing is not it,
 * and must not be overwritten as if it were. `saw`: what they know without reading, such as what they set themselves.
 */
export function useSeen<Value>(value: Value): { seen: () => Value; saw: (value: Value) => void } {
  const seen = useRef(value)
  useEffect(() => {
    const timer = setTimeout(() => {
      seen.current = value
    }, READ_MS)
    return () => clearTimeout(timer)
  }, [value])
  return {
    seen: () => seen.current,
    saw: (known) => {
      seen.current = known
    },
  }
}
