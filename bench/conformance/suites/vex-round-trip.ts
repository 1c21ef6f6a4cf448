import { z } from 'zod'
import {
  newVexBook,
  readVexBook,
  type VexBook,
  type VexClaim,
  type VexProduct,
  writeVexBook,
} from '#action/reports/vex'
import { narrowed, statusOfVersion, type VexFormat } from '#core/vocabulary/vex'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

const formats: readonly VexFormat[] = ['openvex', 'cyclonedx', 'csaf']
const validatorCase = z.object({ file: z.string(), doc: z.unknown() })
const head = { id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79', author: 'Lunette', at: '2026-08-01T00:00:00Z' }
const tool = { name: 'Lunette', version: '0' }

/**
 * Document → statements → document. As its own format: the same document, deep equal (lists of product ids and of
 * branches' order are sets in CSAF). As statements alone, in each of the three formats: every statement with status,
 * justification, impact, action, parts and product ids, as far as the format has words for it.
 */
export const vexRoundTripSuite: Suite = {
  name: 'vex-round-trip',
  folders: ['vex', 'csaf'],
  runnerFor: (file) => {
    if (file.path.endsWith('.ndjson'))
      return {
        kind: 'lines',
        run: (line) => {
          const { file: label, doc } = validatorCase.parse(line)
          return together(label, roundTrips(label, doc))
        },
      }
    if (!file.path.endsWith('.json') || file.path.endsWith('.sarif.json') || file.path.includes('/schema/'))
      return { kind: 'support', why: 'no VEX' }
    if (/_(ROLIE|aggregator|provider-metadata)_/.test(file.path)) return { kind: 'support', why: 'no advisory' }
    return { kind: 'whole', run: (text) => roundTrips(file.path, JSON.parse(text)) }
  },
}

function roundTrips(label: string, json: unknown): CaseResult[] {
  const book = readVexBook(json)
  if (!book.ok) return [failedCase(label, book.error.message)]
  // Claims are stored as JSON: what does not survive that is lost.
  const stored = JSON.parse(JSON.stringify(book.value)) as VexBook
  return [
    expectEqual(`${label} as itself`, asSets(writeVexBook(stored)), asSets(json)),
    ...formats.map((format) => throughStatements(label, stored, format)),
  ]
}

/** The statements alone, without what was carried along, make a document that says the same. */
function throughStatements(label: string, book: VexBook, format: VexFormat): CaseResult {
  const made = writeVexBook(newVexBook(book.claims, format, head, tool))
  const read = readVexBook(JSON.parse(JSON.stringify(made)))
  if (!read.ok) return failedCase(`${label} as ${format}`, read.error.message)
  return expectEqual(`${label} as ${format}`, sayings(read.value.claims, format), sayings(book.claims, format))
}

/** What the claims say, a line for each vulnerability, product and part, in the words the format has. */
function sayings(claims: readonly VexClaim[], format: VexFormat): string[] {
  const lines = claims.flatMap((claim) =>
    claim.products.flatMap((product) =>
      namesOf(product, claim.status).flatMap(([name, status]) =>
        partsOf(claim, product).map((part) =>
          JSON.stringify([
            claim.vulnerability,
            [...claim.aliases].sort(),
            name,
            part,
            status,
            ...reasonsOf(claim, format),
          ]),
        ),
      ),
    ),
  )
  return [...new Set(lines)].sort()
}

type Names = [name: string | undefined, status: VexClaim['status']][]

/** CycloneDX says versions beside the product, each with a status of its own. */
function namesOf({ ids, ref, carried }: VexProduct, status: VexClaim['status']): Names {
  const name = ids[0] ?? ref
  if (!Array.isArray(carried.versions)) return [[name, status]]
  return carried.versions.map(({ version, range, status: own }) => [
    narrowed(name, { version, vers: range }),
    statusOfVersion(status, own),
  ])
}

function partsOf(claim: VexClaim, { parts }: VexProduct): string[] {
  const all = [...new Set([...parts, ...claim.parts])]
  return all.length > 0 ? all : ['']
}

/** CycloneDX tells more justifications apart than OpenVEX and CSAF. */
const nearest: Readonly<Record<string, string>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  requires_configuration: 'vulnerable_code_cannot_be_controlled_by_adversary',
  requires_dependency: 'vulnerable_code_cannot_be_controlled_by_adversary',
  requires_environment: 'vulnerable_code_cannot_be_controlled_by_adversary',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
}

/** Moments are the statement's own in OpenVEX and CycloneDX; CSAF has a place for them only beside a reason. */
function reasonsOf({ justification = '', impact, actions, at }: VexClaim, format: VexFormat): unknown[] {
  const word = format === 'cyclonedx' ? justification : (nearest[justification] ?? justification)
  return [word, impact, actions.map(({ text }) => text).join('\n'), format === 'csaf' ? undefined : at]
}

function together(label: string, results: readonly CaseResult[]): CaseResult {
  return results.find(({ passed }) => !passed) ?? { passed: true, label }
}

/** CSAF's lists of product ids have no order. */
function asSets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asSets)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'product_ids' && Array.isArray(inner) ? inner.toSorted() : asSets(inner),
    ]),
  )
}
