import { RE2JS } from 're2js'
import { err, ok, problem, type Result } from '#core/kernel'

const LONGEST_PATTERN = 1_000

/** A pattern that is matched in time linear in the text, whatever the two are. */
export interface LinearPattern {
  test(text: string): boolean
}

/** A regular expression in RE2's syntax (no look-around, no back references). Problem `bad-pattern`. */
export function linearPattern(source: string, flags = ''): Result<LinearPattern> {
  if (source.length > LONGEST_PATTERN)
    return err(problem('bad-pattern', `a pattern has at most ${LONGEST_PATTERN} characters`))
  try {
    const compiled = RE2JS.compile(source, flagsOf(flags))
    return ok({ test: (text) => compiled.matcher(text).find() })
  } catch {
    return err(
      problem('bad-pattern', 'it is no pattern that RE2 knows: it has neither look-around nor back references'),
    )
  }
}

function flagsOf(flags: string): number {
  return (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('s') ? RE2JS.DOTALL : 0)
}
