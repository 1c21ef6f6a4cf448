import { err, parseInstant, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { csvRecords } from '../shared/input/csv.ts'
import { limited } from '../shared/input/decompress.ts'
import { readJsonElements } from '../shared/input/json-elements.ts'
import { asObject, asText } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { fieldsOf, findingOf } from './csv-row.ts'
import { type Components, NamedComponents, readFinding } from './finding.ts'

/** What the list says of itself. */
interface Head {
  name?: string | undefined
  type?: string | undefined
  latest?: string | undefined
}

/** Reads generic findings: JSON element by element, CSV whole. */
export async function readFindings(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  const components = new NamedComponents(collector, input.path)
  const isJson = await startsAsObject(input)
  const head = isJson ? await readJson(input, collector, components) : await readCsv(input, collector, components)
  if (!head)
    return err(
      problem(
        'invalid-syntax',
        'The file holds no generic findings: a JSON object with `findings`, or CSV with a header.',
      ),
    )
  return collector.finish({
    importer: 'defectdojo',
    format: isJson ? 'DefectDojo generic JSON' : 'DefectDojo generic CSV',
    subject: { name: subjectNameOf(input.name), kind: 'application' },
    statedAt: head.latest,
    tool: head.type ?? head.name,
  })
}

async function startsAsObject(input: ImportInput): Promise<boolean> {
  for await (const chunk of input.bytes()) {
    const text = Buffer.from(chunk)
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart()
    if (text !== '') return text.startsWith('{')
  }
  return false
}

const wanted = { findings: 'elements', name: 'value', type: 'value' } as const

async function readJson(
  input: ImportInput,
  collector: InventoryCollector,
  components: Components,
): Promise<Head | undefined> {
  const head: Head = {}
  let isList = false
  const bytes = limited(input.bytes(), input.limits.bytes)
  await readJsonElements(bytes, wanted, input.limits, ({ key, index, value, refused, replaced }) => {
    if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
    if (key === 'name') head.name = asText(value)
    else if (key === 'type') head.type = asText(value)
    else if (index < 0) isList ||= Array.isArray(value)
    else {
      isList = true
      const said = asObject(value)
      if (!said) collector.drop(refused ?? 'no-object', `/findings/${index}`)
      else takeLatest(head, readFinding(collector, components, said, `/findings/${index}`))
    }
  })
  return isList || (await hasEmptyList(input)) ? head : undefined
}

/** An empty list gives no element. */
async function hasEmptyList(input: ImportInput): Promise<boolean> {
  for await (const chunk of input.bytes()) return /"findings"\s*:\s*\[\s*\]/.test(Buffer.from(chunk).toString('latin1'))
  return false
}

async function readCsv(
  input: ImportInput,
  collector: InventoryCollector,
  components: Components,
): Promise<Head | undefined> {
  const { text, replaced } = await readText(input)
  if (replaced) collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  const separator = /^[^\n]*?[,;]/.exec(text)?.[0].at(-1) ?? ','
  const records = csvRecords(text, separator)
  const header = records.next()
  const fields = header.done ? [] : fieldsOf(header.value)
  if (!fields.includes('title')) return undefined
  const head: Head = {}
  let row = 1
  for (const record of records)
    takeLatest(head, readFinding(collector, components, findingOf(fields, record), `row ${++row}`))
  return head
}

function takeLatest(head: Head, date: unknown): void {
  const at = parseInstant(asText(date))
  if (at && (head.latest === undefined || at > head.latest)) head.latest = at
}
