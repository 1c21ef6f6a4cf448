import type { JsonObject } from '../shared/input/json-value.ts'
import { child, childrenOf, childText, type XmlNode } from '../shared/input/xml-elements.ts'

/** An object of the fields that have a value. */
function object(fields: Record<string, unknown>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function list(
  node: XmlNode | undefined,
  wrapper: string,
  item: string,
  read: (entry: XmlNode) => unknown,
): unknown[] | undefined {
  const wrapped = child(node, wrapper)
  return wrapped ? childrenOf(wrapped, item).map(read) : undefined
}

/** `<component>` in the shape of the JSON format, as far as it is read. */
export function componentJson(node: XmlNode): JsonObject {
  return object({
    type: node.attributes.type,
    'bom-ref': node.attributes['bom-ref'],
    group: childText(node, 'group'),
    name: childText(node, 'name'),
    version: childText(node, 'version'),
    scope: childText(node, 'scope'),
    purl: childText(node, 'purl'),
    cpe: childText(node, 'cpe'),
    licenses: child(node, 'licenses')?.children.map(licenceJson),
    hashes: list(node, 'hashes', 'hash', (hash) => ({ alg: hash.attributes.alg, content: hash.text.trim() })),
    properties: list(node, 'properties', 'property', (entry) => ({
      name: entry.attributes.name,
      value: entry.text.trim(),
    })),
    evidence: evidenceJson(child(node, 'evidence')),
    components: list(node, 'components', 'component', componentJson),
  })
}

function licenceJson(node: XmlNode): JsonObject {
  if (node.name === 'expression') return { expression: node.text.trim() }
  return { license: object({ id: childText(node, 'id'), name: childText(node, 'name') }) }
}

function evidenceJson(node: XmlNode | undefined): JsonObject | undefined {
  if (!node) return undefined
  return object({
    identity: childrenOf(node, 'identity').map((one) =>
      object({ field: childText(one, 'field'), concludedValue: childText(one, 'concludedValue') }),
    ),
    occurrences: list(node, 'occurrences', 'occurrence', (one) => object({ location: childText(one, 'location') })),
  })
}

/** `<metadata>` in the shape of the JSON format. */
export function metadataJson(node: XmlNode): JsonObject {
  const component = child(node, 'component')
  const tools = child(node, 'tools')
  const toolJson = (tool: XmlNode) =>
    object({
      vendor: childText(tool, 'vendor'),
      group: childText(tool, 'group'),
      name: childText(tool, 'name'),
      version: childText(tool, 'version'),
    })
  const named = tools && [...childrenOf(tools, 'tool'), ...childrenOf(child(tools, 'components'), 'component')]
  return object({
    timestamp: childText(node, 'timestamp'),
    tools: named?.map(toolJson),
    component: component && componentJson(component),
  })
}

/** `<dependency ref>` with its nested `<dependency ref>` in the shape of the JSON format. */
export function dependencyJson(node: XmlNode): JsonObject {
  return object({
    ref: node.attributes.ref,
    dependsOn: childrenOf(node, 'dependency').flatMap((one) => one.attributes.ref ?? []),
  })
}

/** `<vulnerability>` in the shape of the JSON format, as far as VEX needs it. */
export function vulnerabilityJson(node: XmlNode): JsonObject {
  const analysis = child(node, 'analysis')
  return object({
    id: childText(node, 'id'),
    published: childText(node, 'published'),
    updated: childText(node, 'updated'),
    references: list(node, 'references', 'reference', (one) => object({ id: childText(one, 'id') })),
    affects: list(node, 'affects', 'target', (one) => object({ ref: childText(one, 'ref') })),
    analysis:
      analysis &&
      object({
        state: childText(analysis, 'state'),
        justification: childText(analysis, 'justification'),
        detail: childText(analysis, 'detail'),
        lastUpdated: childText(analysis, 'lastUpdated'),
      }),
  })
}
