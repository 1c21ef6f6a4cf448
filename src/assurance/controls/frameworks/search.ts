import type { Framework } from './framework.ts'
import { cisControls, euAiAct, iso42001, nistAiRmf, nistCsf, owaspAisvs } from './reference-data.ts'

/** What a control can refer to. */
export interface FrameworkReference {
  /** As it is written at a control: `NIST CSF 2.0 PR.AA-05`. */
  id: string
  title: string
  framework: string
}

export const frameworks: readonly Framework[] = [nistCsf, nistAiRmf, iso42001, euAiAct, cisControls, owaspAisvs]

/** Every reference there is: parts bear the title of what they are parts of. */
export const frameworkReferences: readonly FrameworkReference[] = frameworks.flatMap(
  ({ id: framework, entries, partOf }) =>
    entries.flatMap(([id, title, parts = 0]) => [
      { id: `${framework} ${id}`, title, framework },
      ...(partOf
        ? Array.from({ length: parts }, (_, at) => ({ id: `${framework} ${partOf(id, at + 1)}`, title, framework }))
        : []),
    ]),
)

/** References that have each word somewhere; whose id begins so first. */
export function searchReferences(text: string): FrameworkReference[] {
  const wanted = text.trim().toLowerCase()
  const words = wanted.split(/\s+/u).filter((word) => word !== '')
  if (words.length === 0) return []
  const found = frameworkReferences.filter(({ id, title }) => {
    const whole = `${id} ${title}`.toLowerCase()
    return words.every((word) => whole.includes(word))
  })
  const begins = ({ id }: FrameworkReference) => Number(!id.toLowerCase().includes(wanted))
  return found.toSorted((a, b) => begins(a) - begins(b))
}
