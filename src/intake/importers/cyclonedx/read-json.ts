import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { type JsonElement, readJsonElements, type WantedKeys } from '../shared/input/json-elements.ts'
import { asText } from '../shared/input/json-value.ts'
import { BomReader } from './bom-reader.ts'

const wanted: WantedKeys = {
  bomFormat: 'value',
  specVersion: 'value',
  serialNumber: 'value',
  metadata: 'value',
  components: 'elements',
  dependencies: 'elements',
  vulnerabilities: 'elements',
}

const supported = /^1\.[2-7]$/

type Takers = Readonly<Record<string, (reader: BomReader, element: JsonElement) => void>>

/** What is done with each part; keys that are not here (services, signatures, …) are passed over. */
const takers: Takers = {
  metadata: (reader, { value }) => reader.metadata(value),
  components: (reader, { value, index }) => reader.component(value, `/components/${index}`),
  dependencies: (reader, { value }) => reader.dependency(value),
  vulnerabilities: (reader, { value }) => reader.vulnerability(value),
}

/** Reads CycloneDX JSON as a stream: the components of one chunk are held besides the inventory itself. */
export async function readCycloneDxJson(input: ImportInput): Promise<ImportResult> {
  const reader = new BomReader(input)
  const stated: Record<string, unknown> = {}
  await readJsonElements(limited(input.bytes(), input.limits.bytes), wanted, input.limits, (element) => {
    if (element.replaced) reader.collector.note('invalid-utf-8', `/${element.key}/${element.index}: bytes replaced`)
    if (element.refused) refuse(reader, element)
    else if (wanted[element.key] === 'elements' && element.index < 0)
      reader.collector.drop('wrong-type', `/${element.key} is no array`)
    else if (takers[element.key]) takers[element.key]?.(reader, element)
    else stated[element.key] = element.value
  })
  if (stated.bomFormat !== 'CycloneDX')
    return err(problem('not-cyclonedx', 'bomFormat is not "CycloneDX". Export the file as CycloneDX JSON.'))
  const version = asText(stated.specVersion) ?? ''
  if (!supported.test(version))
    return err(
      problem('unsupported-version', `CycloneDX ${version || '(no specVersion)'} is not read; 1.2 to 1.7 are.`),
    )
  noteSerialNumber(reader, stated.serialNumber)
  return reader.finish(`CycloneDX ${version} JSON`)
}

function refuse(reader: BomReader, element: JsonElement): void {
  reader.collector.drop(
    element.refused ?? 'invalid-json',
    `/${element.key}${element.index < 0 ? '' : `/${element.index}`}`,
  )
}

const SERIAL = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function noteSerialNumber(reader: BomReader, value: unknown): void {
  if (value === undefined) return
  const text = asText(value) ?? ''
  if (!SERIAL.test(text)) reader.collector.note('invalid-serial-number', text.slice(0, 100))
}
