import { err, parseInstant, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { jsonLines } from '../shared/input/json-lines.ts'
import { asObject, asText, type JsonObject } from '../shared/input/json-value.ts'
import { readText } from '../shared/input/text.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { subjectNameOf } from '../shared/inventory/subject-name.ts'
import { readResult } from './result.ts'

/** Reads nuclei's results: line by line, or an array whole. */
export async function readNuclei(input: ImportInput): Promise<ImportResult> {
  const collector = new InventoryCollector(input.limits)
  collector.findings = []
  let latest: string | undefined
  let others = 0
  const take = (said: JsonObject | undefined, ref: string, refused?: string): void => {
    if (!said || refused) collector.drop(refused ?? 'no-object', ref)
    else if (said['template-id'] === undefined && said.templateID === undefined) others++
    else {
      readResult(collector, said, ref)
      const at = parseInstant(asText(said.timestamp))
      if (at && (latest === undefined || at > latest)) latest = at
    }
  }
  if (await isArray(input)) {
    const list = await arrayOf(input)
    if (!list) return noNuclei()
    for (const [index, one] of list.entries()) take(asObject(one), `/${index}`)
  } else {
    for await (const { line, value, refused } of jsonLines(input.bytes(), input.limits))
      take(value, `line ${line}`, refused)
  }
  if (collector.outcome.read === 0 && others > 0) return noNuclei()
  if (others > 0) collector.note('no-rule', `${others} records without a template`)
  return collector.finish({
    importer: 'nuclei',
    format: 'nuclei JSON',
    subject: { name: subjectNameOf(input.name), kind: 'application' },
    statedAt: latest,
    tool: 'nuclei',
    // Neither the templates that ran nor the hosts that were quiet are in the file.
    complete: false,
  })
}

function noNuclei(): ImportResult {
  return err(problem('invalid-syntax', 'The file has no nuclei results. Write it with `nuclei -jsonl`.'))
}

async function isArray(input: ImportInput): Promise<boolean> {
  for await (const chunk of input.bytes()) {
    const text = Buffer.from(chunk)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
    if (text !== '') return text.startsWith('[')
  }
  return false
}

async function arrayOf(input: ImportInput): Promise<unknown[] | undefined> {
  try {
    const list: unknown = JSON.parse((await readText(input)).text)
    return Array.isArray(list) ? list : undefined
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}
