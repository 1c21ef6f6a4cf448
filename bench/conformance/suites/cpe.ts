import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Cpe,
  type CpeRelation,
  cpeOf,
  cpeValueOf,
  formatCpe,
  formatCpeUri,
  isCpeValue,
  matchCpe,
  matchCpeAttributes,
  matchCpeValue,
  parseCpe,
} from '#core/vocabulary'
import { cpesInConfigurations } from '#exposure/matching'
import { expectEqual } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'
import { nvdConfiguration, nvdFeed } from './cpe-nvd-feed.ts'

const logical = z.object({ logical: z.enum(['ANY', 'NA']) })
/** WFN attributes as the cases write them; what is no attribute value stays unset. */
const attributes = z
  .record(z.string(), z.union([z.string(), logical, z.unknown()]))
  .transform((values) =>
    cpeOf(Object.fromEntries(Object.entries(values).map(([name, value]) => [camel(name), wfnValue(value)]))),
  )
const name = z.union([z.string(), attributes])

const cases = {
  validate_value: z.object({ value: z.string(), valid: z.boolean() }),
  wfnize: z.object({ input: z.string(), wfn_value: z.string(), error: z.boolean() }),
  bind_fs: z.object({ wfn: attributes, bound: z.string() }),
  bind_uri: z.object({ wfn: attributes, bound: z.string() }),
  unbind_fs: z.object({
    bound: z.string(),
    wfn: attributes.nullish(),
    wfn_text: z.string().nullish(),
    error: z.boolean(),
  }),
  unbind_uri: z.object({
    bound: z.string(),
    wfn: attributes.nullish(),
    wfn_text: z.string().nullish(),
    error: z.boolean(),
  }),
  parse: z.object({ form: z.string(), input: z.string(), valid: z.boolean() }),
  match_value: z.object({
    source: z.string(),
    target: z.string(),
    relation: z.string(),
    holds: z.boolean().default(true),
  }),
  match_attrs: z.object({ source: name, target: name, relations: z.record(z.string(), z.string()) }),
  name_relation_str: z.object({ source: name, target: name, relation: z.string(), error: z.boolean().default(false) }),
  name_relation: z.object({
    source: name,
    target: name,
    disjoint: z.boolean(),
    equal: z.boolean(),
    subset: z.boolean(),
    superset: z.boolean(),
  }),
}

const testName = z.object({ test: z.string() })
const configurationCase = z.object({
  rule: z.number().int(),
  inventory: z.array(attributes),
  matches: z.array(attributes),
})

/** CPE naming (NISTIR 7695), name matching (NISTIR 7696) and NVD configurations. */
export const cpeSuite: Suite = {
  name: 'cpe',
  runnerFor: (file) => {
    if (file.path.endsWith('.ndjson')) return { kind: 'lines', run: runCpeCase }
    return file.path.endsWith('.json') ? { kind: 'support', why: 'feed that configuration cases read' } : undefined
  },
}

const runners: Readonly<Record<string, (line: unknown) => CaseResult>> = {
  validate_value: (line) => {
    const { value, valid } = cases.validate_value.parse(line)
    return expectEqual(value, isCpeValue(value), valid)
  },
  wfnize: (line) => {
    const { input, wfn_value, error } = cases.wfnize.parse(line)
    return expectEqual(input, cpeValueOf(input) ?? 'refused', error ? 'refused' : wfn_value)
  },
  bind_fs: (line) => {
    const { wfn, bound } = cases.bind_fs.parse(line)
    return expectEqual(`bind ${bound}`, formatCpe(wfn), bound)
  },
  bind_uri: (line) => {
    const { wfn, bound } = cases.bind_uri.parse(line)
    return expectEqual(`bind ${bound}`, formatCpeUri(wfn), bound)
  },
  unbind_fs: (line) => unbind(cases.unbind_fs.parse(line)),
  unbind_uri: (line) => unbind(cases.unbind_uri.parse(line)),
  parse: (line) => {
    const { input, valid } = cases.parse.parse(line)
    return expectEqual(input, parseCpe(input).ok, valid)
  },
  match_value: (line) => {
    const { source, target, relation, holds } = cases.match_value.parse(line)
    const found = matchCpeValue(wfnValue(source) ?? source, wfnValue(target) ?? target)
    return expectEqual(`${source} ~ ${target}`, found === relation.toLowerCase(), holds)
  },
  match_attrs: (line) => {
    const { source, target, relations } = cases.match_attrs.parse(line)
    const expected = Object.fromEntries(
      Object.entries(relations).map(([key, value]) => [camel(key), value.toLowerCase()]),
    )
    return expectEqual(JSON.stringify(source), matchCpeAttributes(cpe(source), cpe(target)), expected)
  },
  name_relation_str: (line) => {
    const { source, target, relation, error } = cases.name_relation_str.parse(line)
    const label = `${JSON.stringify(source)} ~ ${JSON.stringify(target)}`
    if (error)
      return expectEqual(
        label,
        [source, target].every((text) => typeof text !== 'string' || parseCpe(text).ok),
        false,
      )
    return expectEqual(label, matchCpe(cpe(source), cpe(target)), relation.toLowerCase())
  },
  name_relation: (line) => {
    const { source, target, ...expected } = cases.name_relation.parse(line)
    const relation = matchCpe(cpe(source), cpe(target))
    const is = (wanted: CpeRelation) => relation === wanted
    const equal = is('equal')
    const found = { disjoint: is('disjoint'), equal, subset: equal || is('subset'), superset: equal || is('superset') }
    return expectEqual(`${JSON.stringify(source)} ~ ${JSON.stringify(target)}`, found, expected)
  },
}

function runCpeCase(line: unknown, file: ConformanceFile): CaseResult {
  const named = testName.safeParse(line)
  const runner = named.success ? runners[named.data.test] : undefined
  return runner ? runner(line) : runConfiguration(configurationCase.parse(line), file)
}

function unbind(given: z.infer<typeof cases.unbind_fs>): CaseResult {
  const parsed = parseCpe(given.bound)
  const label = `unbind ${given.bound}`
  if (given.error || !parsed.ok)
    return expectEqual(label, parsed.ok ? parsed.value : 'refused', given.error ? 'refused' : given.wfn)
  const expected = given.wfn ?? (given.wfn_text ? cpe(given.wfn_text) : undefined)
  return expectEqual(label, parsed.value, expected)
}

/** The feed that a configuration case names by its index lies beside it. */
function runConfiguration(given: z.infer<typeof configurationCase>, file: ConformanceFile): CaseResult {
  const feed = nvdFeed.parse(
    JSON.parse(readFileSync(join(file.absolutePath, '../nvdtools-feed-testJSONdict.json'), 'utf8')),
  )
  const nodes = feed.feed.CVE_Items[given.rule]?.configurations?.nodes ?? []
  const inventory = given.inventory.map(formatCpe)
  const matched = cpesInConfigurations(inventory, nodes.map(nvdConfiguration))
  return expectEqual(`rule ${given.rule}, ${JSON.stringify(inventory)}`, matched, given.matches.map(formatCpe))
}

function cpe(given: string | Cpe): Cpe {
  if (typeof given !== 'string') return given
  const parsed = parseCpe(given)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

function wfnValue(value: unknown): string | undefined {
  const parsed = logical.safeParse(value)
  if (parsed.success) return parsed.data.logical === 'NA' ? '-' : '*'
  if (value === 'NA') return '-'
  return typeof value === 'string' && value !== 'ANY' ? value : undefined
}

function camel(attribute: string): string {
  return attribute.replace(/_(\w)/, (_, letter: string) => letter.toUpperCase())
}
