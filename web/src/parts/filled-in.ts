import type { FormEvent } from 'react'

/**
 * For a form's `onSubmit`: hands over what was filled in. React's own `action` empties the fields afterwards, also when
 * the server refused them.
 */
export function filledIn(take: (form: FormData) => void) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    take(new FormData(event.currentTarget))
  }
}
