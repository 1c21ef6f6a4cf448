import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { limited } from '../shared/input/decompress.ts'
import { type XmlElement, xmlElements } from '../shared/input/xml-elements.ts'
import { BomReader } from './bom-reader.ts'
import { componentJson, dependencyJson, metadataJson, vulnerabilityJson } from './xml-to-json.ts'

const parts: Readonly<Record<string, (reader: BomReader, element: XmlElement, index: number) => void>> = {
  'bom/metadata': (reader, { node }) => reader.metadata(metadataJson(node)),
  'bom/components/component': (reader, { node }, index) =>
    reader.component(componentJson(node), `/components/${index}`),
  'bom/dependencies/dependency': (reader, { node }) => reader.dependency(dependencyJson(node)),
  'bom/vulnerabilities/vulnerability': (reader, { node }) => reader.vulnerability(vulnerabilityJson(node)),
}

const VERSION = /cyclonedx\.org\/schema\/bom\/(1\.[0-7])\b/

/** Reads CycloneDX XML as a stream, each part turned into the shape of the JSON format. */
export async function readCycloneDxXml(input: ImportInput): Promise<ImportResult> {
  const reader = new BomReader(input)
  const counts = new Map<string, number>()
  let namespace = ''
  const wanted = (path: readonly string[]) =>
    path.length > 1 && path.length < 4 && (path.join('/') in parts || path.join('/') === 'bom/services')
  for await (const element of xmlElements(limited(input.bytes(), input.limits.bytes), input.limits, wanted)) {
    namespace = Object.values(element.root).find((value) => VERSION.test(value)) ?? namespace
    const key = [...element.path, element.node.name].join('/')
    const index = counts.get(key) ?? 0
    counts.set(key, index + 1)
    parts[key]?.(reader, element, index)
  }
  const version = VERSION.exec(namespace)?.[1]
  if (!version && counts.size > 0)
    return err(problem('unsupported-version', 'The XML names no CycloneDX schema from 1.0 to 1.7.'))
  return reader.finish(`CycloneDX ${version ?? ''} XML`)
}
