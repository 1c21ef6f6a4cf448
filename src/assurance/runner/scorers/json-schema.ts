import { Ajv2020 } from 'ajv/dist/2020.js'
import { err, ok, problem, type Result } from '#core/kernel'
import { linearPattern } from './pattern.ts'

/** What a schema may hold; answers are bounded apart. */
const LONGEST_SCHEMA = 32_000
const DEEPEST = 32
/** `uniqueItems` compares every item with every other. */
const MOST_UNIQUE = 1_000
/** References could make a small schema stand for an endless one. */
const refused = new Set(['$ref', '$dynamicRef', '$recursiveRef', '$async'])

/** Whether a value is as a JSON Schema (2020-12) says. */
export type SchemaCheck = (value: unknown) => boolean

/**
 * A schema whose check takes time linear in the value: without references, with patterns in RE2's syntax. Formats are not looked
 * at. Problem `bad-schema`.
 */
export function jsonSchemaCheck(schema: Readonly<Record<string, unknown>>): Result<SchemaCheck> {
  const wrong = JSON.stringify(schema).length > LONGEST_SCHEMA ? 'it is too long' : wrongIn(schema, 0)
  if (wrong !== undefined) return err(problem('bad-schema', `a schema that is not taken: ${wrong}`))
  try {
    return ok(engine().compile(schema) as SchemaCheck)
  } catch (cause) {
    return err(problem('bad-schema', `it is no JSON Schema of 2020-12: ${(cause as Error).message.slice(0, 200)}`))
  }
}

function wrongIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > DEEPEST) return `it is nested deeper than ${DEEPEST} levels`
  const { uniqueItems, maxItems } = value as { uniqueItems?: unknown; maxItems?: unknown }
  if (uniqueItems === true && !(typeof maxItems === 'number' && maxItems <= MOST_UNIQUE))
    return `uniqueItems needs maxItems of at most ${MOST_UNIQUE}`
  for (const [key, inner] of Object.entries(value)) {
    if (refused.has(key)) return `it has ${key}`
    const found = wrongIn(inner, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}

function engine(): Ajv2020 {
  // Made for each schema: an engine keeps all that it compiled, under the ids that they give themselves.
  return new Ajv2020({
    strict: 'log',
    logger: false,
    validateFormats: false,
    code: { regExp: Object.assign(linear, { code: 'linear' }) },
  })
}

/** The engine keeps patterns by their text, so that each says its own. */
function linear(source: string): { test(text: string): boolean; toString(): string } {
  const made = linearPattern(source)
  if (!made.ok) throw new Error(made.error.message)
  return { test: made.value.test, toString: () => source }
}
