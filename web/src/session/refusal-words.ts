/** A field as the server names it, and what is wrong with it: `nextReview must be a day`. */
const ofField = /^([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*) ((?:must|is|holds|has|give) .*)$/

/**
 * Why a form was refused, under the names that its fields have on the page. A name that only the program knows is taken apart:
 * `nextReview` → `next review`. What speaks of no field stays as it is.
 * @param labelOf how the page calls a field; `undefined` where it shows none of that name
 */
export function refusalWords(message: string, labelOf: (field: string) => string | undefined): string {
  return message
    .split('; ')
    .map((part) => {
      const [, field, wrong] = ofField.exec(part) ?? []
      if (field === undefined) return part
      const label = labelOf(field.split('.').at(-1)!)
      // A schema's own sentence is a request, not a predicate.
      if (label !== undefined) return `“${label}”${wrong!.startsWith('give ') ? ':' : ''} ${wrong}`
      return /[A-Z.]/.test(field) ? `${apart(field)} ${wrong}` : part
    })
    .join('; ')
}

/** `barriers.0.layer` → `barriers 1 layer`, `nextReview` → `next review`. */
function apart(field: string): string {
  return field
    .split('.')
    .map((part) =>
      /^\d+$/.test(part) ? String(Number(part) + 1) : part.replace(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`),
    )
    .join(' ')
}

/** Names of the fields that a refusal speaks of, as a form has them. */
export function refusedFields(message: string): string[] {
  return message.split('; ').flatMap((part) => ofField.exec(part)?.[1]?.split('.').at(-1) ?? [])
}

/** How a form calls its fields: by the first words of their labels. */
export function labelsOf(form: HTMLFormElement | null | undefined): (field: string) => string | undefined {
  return (name) => {
    const label = fieldOf(form, name)?.labels?.[0]
    return (label?.querySelector('span') ?? label)?.textContent?.trim() || undefined
  }
}

/** Marks the fields that were refused until somebody changes them, and goes to the first. */
export function markRefused(form: HTMLFormElement | null | undefined, message: string): void {
  const fields = refusedFields(message).flatMap((name) => fieldOf(form, name) ?? [])
  for (const field of fields) {
    field.setAttribute('aria-invalid', 'true')
    field.addEventListener('input', () => field.removeAttribute('aria-invalid'), { once: true })
  }
  fields[0]?.focus()
}

function fieldOf(form: HTMLFormElement | null | undefined, name: string): HTMLInputElement | undefined {
  const found = form?.elements.namedItem(name)
  return found && !(found instanceof RadioNodeList) ? (found as HTMLInputElement) : undefined
}
