import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { type JsonElement, readJsonElements, type WantedKeys } from '../shared/input/json-elements.ts'
import { asText } from '../shared/input/json-value.ts'
import { DocumentReader } from './document-reader.ts'
import { GraphReader } from './graph-reader.ts'

const wanted: WantedKeys = {
  spdxVersion: 'value',
  name: 'value',
  creationInfo: 'value',
  documentDescribes: 'value',
  packages: 'elements',
  relationships: 'elements',
  '@graph': 'elements',
}

/** What is done with each part; keys that are not here (files, snippets, …) are passed over unread. */
const takers: Readonly<Record<string, (reader: DocumentReader, element: JsonElement) => void>> = {
  name: (reader, { value }) => reader.name(value),
  creationInfo: (reader, { value }) => reader.creationInfo(value),
  documentDescribes: (reader, { value }) => reader.describes(value),
  packages: (reader, { value, index }) => reader.package(value, `/packages/${index}`),
  relationships: (reader, { value }) => reader.relationship(value),
}

/** Reads SPDX 2.2 and 2.3 JSON, and 3.0 JSON-LD, as a stream: the packages of one chunk are held besides the inventory. */
export async function readSpdxJson(input: ImportInput): Promise<ImportResult> {
  const reader = new DocumentReader(input)
  const graph = new GraphReader(reader)
  let version = ''
  await readJsonElements(limited(input.bytes(), input.limits.bytes), wanted, input.limits, (element) => {
    const { key, index, value } = element
    if (element.replaced) reader.collector.note('invalid-utf-8', `/${key}/${index}: bytes replaced`)
    if (element.refused) reader.collector.drop(element.refused, `/${key}${index < 0 ? '' : `/${index}`}`)
    else if (wanted[key] === 'elements' && index < 0) reader.collector.drop('wrong-type', `/${key} is no array`)
    else if (key === 'spdxVersion') version = asText(value) ?? ''
    else if (key === '@graph') graph.element(value, index)
    else takers[key]?.(reader, element)
  })
  if (graph.finish()) return reader.finish('SPDX 3.0 JSON-LD')
  if (!/^SPDX-2\.[23]$/.test(version)) {
    const stated = version || '(no spdxVersion)'
    return err(problem('unsupported-version', `SPDX ${stated} is not read; 2.2, 2.3 and 3.0 JSON-LD are.`))
  }
  return reader.finish(`SPDX ${version.slice(5)} JSON`)
}
