import fc from 'fast-check'
import type { ApiRoute, Schema } from '../support/api-routes.ts'

/** Words that have broken programs before. No address leads anywhere but to this machine. */
const hostile = [
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  "'; drop table account; --",
  '%00',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '=1+1',
  '{{7*7}}',
  '\u202egnp.exe',
  '00000000-0000-4000-8000-000000000001',
  '-1',
  '1e309',
  '9'.repeat(30),
  'x'.repeat(5_000),
  'decision:now,,: -kev:',
  'constructor',
  '__proto__',
]

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.constantFrom(...hostile) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const anything = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
)

const fitting: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  uuid: fc.uuid(),
  uri: fc.constant('http://127.0.0.1:9/'),
  date: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((day) => day.toISOString().slice(0, 10)),
}

/** What a schema accepts, now and then with something else in its place. */
function madeUp(schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: acceptedBy(schema) }, { weight: 1, arbitrary: anything })
}

function acceptedBy(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return fc.oneof(...choices.map(madeUp))
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(([name, of]) => [name, madeUp(of)] as const)
      return fc.record(Object.fromEntries(properties), { requiredKeys: schema.required ?? [] })
    }
    case 'array':
      return fc.array(madeUp(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 4 })
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: schema.minimum ?? -10, max: 1_000 }), fc.maxSafeInteger())
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fitting[schema.format ?? ''] ?? text
  }
}

export interface FuzzedRequest {
  id: string
  query: [string, string][]
  body: unknown
  /** The file itself, where the route takes one. */
  file: Uint8Array | undefined
  key: string | undefined
}

const words = (text: string) => new TextEncoder().encode(text)
/** Files that a reader must not believe: cut off, endless in depth, of another kind, lying about themselves. */
const hostileFiles = [
  new Uint8Array(),
  new Uint8Array([0]),
  new Uint8Array([0x50, 0x4b, 3, 4, 0xff, 0xff, 0xff, 0xff]),
  new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
  new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0xff]),
  words('['.repeat(100_000)),
  words('{"bomFormat":"CycloneDX","specVersion":"9.9","components":'),
  words(
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"name":"\u001b[31m<img src=x>","version":"=1+1"}]}',
  ),
  words('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  words('{"runs":[{"results":[{"message":{"text":1}}]}]}'),
  words('\ufeffname,version\r\n"unclosed'),
]
const file = fc.oneof(fc.constantFrom(...hostileFiles), fc.uint8Array({ maxLength: 2_000 }))

/** What is made up may have no text of its own. */
function asParameter(value: unknown): string {
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value)
}

/** Requests a route should answer with what its document says, whatever they hold. */
export function requestsTo(route: ApiRoute, ids: readonly string[]): fc.Arbitrary<FuzzedRequest> {
  const named = route.parameters.map(({ name, schema }) =>
    fc.option(
      madeUp(schema).map((value): [string, string] => [name, asParameter(value)]),
      { nil: undefined },
    ),
  )
  return fc.record({
    id: fc.oneof(
      fc.constantFrom(...ids, 'x'),
      // An address loses its dot segments: what is asked then is another route.
      text.filter((word) => !['', '.', '..'].includes(word)).map((word) => word.toWellFormed()),
    ),
    query: fc.tuple(...named).map((given) => given.filter((pair) => pair !== undefined)),
    body: route.schema ? madeUp(route.schema) : fc.constant(undefined),
    file: route.takesFile ? file : fc.constant(undefined),
    key: fc.option(fc.uuid(), { nil: undefined, freq: 8 }),
  })
}
