import { plainText } from '../conversation/index.ts'
import type { Observation } from '../fingerprints/index.ts'

/** An observation with its text cleaned and bounded. */
export function observe(source: string, text: string | Buffer, where: string, characters = 1_024): Observation {
  return { source, text: plainText(text, characters), where }
}

/** Keeps line ends, for answers that are read line by line. */
export function observeLines(source: string, text: string, where: string, characters = 4_096): Observation {
  const lines = text.slice(0, characters * 2).split(/\r?\n/)
  return {
    source,
    text: lines
      .map((line) => plainText(line, 512))
      .join('\n')
      .slice(0, characters),
    where,
  }
}
