import { z } from 'zod'
import type { Column } from './columns.ts'

/** A column's word in the API: its heading with hyphens. */
function wordOf([heading]: Column<never>): string {
  return heading.replaceAll(' ', '-')
}

/** Which columns a file shall have, in their order, by their words with commas between; one that is not there is refused with those that are. */
export function columnsQuery<Row>(columns: readonly Column<Row>[]) {
  const known = columns.map(wordOf)
  return z
    .string()
    .max(1_000)
    .superRefine((text, context) => {
      const unknown = text.split(',').find((word) => !known.includes(word))
      if (unknown !== undefined)
        context.addIssue({ code: 'custom', message: `There is no column "${unknown}". There are ${known.join(', ')}.` })
    })
    .optional()
    .describe(
      `Columns of the file, in their order: ${known.join(', ')}. Without it, every column; as JSON, every field.`,
    )
}

/** The columns of these words; `undefined`: nobody chose. */
export function chosenColumns<Row>(
  columns: readonly Column<Row>[],
  words: string | undefined,
): readonly Column<Row>[] | undefined {
  const byWord = new Map(columns.map((column) => [wordOf(column), column]))
  return words?.split(',').map((word) => byWord.get(word)!)
}
