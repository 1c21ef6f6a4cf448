import { cycloneDxShapes, mlBomNames, type XmlField, type XmlShape } from '#core/vocabulary'

type Fields = Readonly<Record<string, unknown>>

/**
 * A CycloneDX 1.7 document of ours in its XML form. What a part has that the XML form has no element for, or that is of another
 * kind than the schema says, stands in a property of it as JSON, so that reading it again gives the same.
 */
export function cycloneDxXml(bom: Fields): string {
  const metadata = fields(bom.metadata) ?? {}
  const parts = [
    element('metadata', {}, [
      element('timestamp', {}, escaped(String(metadata.timestamp))),
      element('tools', {}, [wrapped('components', 'component', fields(metadata.tools)?.components)]),
      partXml('component', 'component', fields(metadata.component) ?? {}),
    ]),
    wrapped('components', 'component', bom.components),
    wrapped('services', 'service', bom.services),
    element('dependencies', {}, entries(bom.dependencies).map(dependencyXml)),
  ]
  const attributes = {
    ...{ xmlns: 'http://cyclonedx.org/schema/bom/1.7', serialNumber: String(bom.serialNumber) },
    version: String(bom.version),
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('bom', attributes, parts)}\n`
}

function wrapped(name: string, shape: 'component' | 'service', list: unknown): string {
  return Array.isArray(list)
    ? element(
        name,
        {},
        entries(list).map((one) => partXml(shape, shape, one)),
      )
    : ''
}

function dependencyXml({ ref, dependsOn }: Fields): string {
  const on = Array.isArray(dependsOn) ? dependsOn.map((to) => element('dependency', { ref: String(to) }, '')) : []
  return element('dependency', { ref: String(ref) }, on)
}

function partXml(name: string, shape: string, part: Fields): string {
  const known = new Map(cycloneDxShapes[shape]!.map(([field, kind]) => [field, kind]))
  const besides = Object.entries(part).filter(([field, value]) => !fits(known.get(field), value))
  const rest = Object.fromEntries(besides)
  const kept = Object.fromEntries(Object.entries(part).filter(([field]) => !(field in rest)))
  const said = Array.isArray(kept.properties) ? kept.properties : []
  const own = besides.length > 0 ? [{ name: mlBomNames.besides, value: JSON.stringify(rest) }] : []
  return shapeXml(name, shape, {
    ...kept,
    ...((said.length > 0 || own.length > 0) && { properties: [...said, ...own] }),
  })
}

/** Whether a value can be told by elements, all of it, so that it is read as the same again. */
function fits(kind: XmlField | undefined, value: unknown): boolean {
  if (kind === undefined) return false
  if (kind === 'number') return typeof value === 'number' && Number.isFinite(value)
  if (kind === 'boolean') return typeof value === 'boolean'
  if (kind === 'text' || kind === 'content') return isText(value)
  if ('attribute' in kind) return kind.attribute === 'text' ? isText(value) : typeof value === 'boolean'
  if ('shape' in kind) return fitsShape(kind.shape, value)
  if (!Array.isArray(value)) return false
  // A list without an entry has no element where its entries have none around them.
  if ('repeated' in kind) return value.length > 0 && value.every((one) => fitsEntry(kind.repeated, one))
  if ('list' in kind) return value.every((one) => fitsEntry(kind.of, one))
  return value.every((one) => {
    const choice = fields(one) && choiceOf(kind.choices, one)
    if (!choice) return false
    if (!choice.inner) return fitsShape(choice.shape, one)
    return Object.keys(one).length === 1 && fitsShape(choice.shape, one[choice.by!])
  })
}

function fitsEntry(of: 'text' | { shape: string }, value: unknown): boolean {
  return of === 'text' ? isText(value) : fitsShape(of.shape, value)
}

function fitsShape(name: string, value: unknown): boolean {
  const all = fields(value)
  const shape = new Map(cycloneDxShapes[name]!.map(([field, kind]) => [field, kind]))
  if (all === undefined) return false
  // An element's own text is always there.
  const isWhole = [...shape].every(([field, kind]) => kind !== 'content' || field in all)
  return isWhole && Object.entries(all).every(([field, inner]) => fits(shape.get(field), inner))
}

/** Text that XML can hold: neither other control characters nor halves of characters. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/u.test(value)
}

function choiceOf(choices: Extract<XmlField, { choices: unknown }>['choices'], entry: Fields) {
  return choices.find(({ by }) => by === undefined || by in entry)
}

function shapeXml(name: string, shapeName: string, value: Fields): string {
  const shape = cycloneDxShapes[shapeName]!
  const attributes = Object.fromEntries(
    shape.flatMap(([field, kind, other]) =>
      typeof kind === 'object' && 'attribute' in kind && value[field] !== undefined
        ? [[other ?? field, String(value[field])]]
        : [],
    ),
  )
  return element(name, attributes, childrenXml(shape, value))
}

function childrenXml(shape: XmlShape, value: Fields): string | string[] {
  const own = shape.find(([, kind]) => kind === 'content')
  if (own) return escaped(String(value[own[0]] ?? ''))
  return shape.flatMap(([field, kind, other]) => (field in value ? fieldXml(other ?? field, kind, value[field]) : []))
}

function fieldXml(name: string, kind: XmlField, value: unknown): string[] {
  if (typeof kind === 'string') return [element(name, {}, escaped(String(value)))]
  if ('attribute' in kind) return []
  if ('shape' in kind) return [shapeXml(name, kind.shape, fields(value)!)]
  const list = value as unknown[]
  const entry = (element_: string, of: 'text' | { shape: string }, one: unknown) =>
    of === 'text' ? element(element_, {}, escaped(String(one))) : shapeXml(element_, of.shape, fields(one)!)
  if ('repeated' in kind) return list.map((one) => entry(name, kind.repeated, one))
  if ('list' in kind)
    return [
      element(
        name,
        {},
        list.map((one) => entry(kind.list, kind.of, one)),
      ),
    ]
  const told = list.map((one) => {
    const choice = choiceOf(kind.choices, fields(one)!)!
    return shapeXml(choice.element, choice.shape, choice.inner ? fields(fields(one)![choice.by!])! : fields(one)!)
  })
  return [element(name, {}, told)]
}

function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  inner: string | readonly string[],
): string {
  const words = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('')
  if (typeof inner === 'string') return inner === '' ? `<${name}${words}/>` : `<${name}${words}>${inner}</${name}>`
  const lines = inner.filter((one) => one !== '').flatMap((one) => one.split('\n'))
  if (lines.length === 0) return `<${name}${words}/>`
  return [`<${name}${words}>`, ...lines.map((line) => `  ${line}`), `</${name}>`].join('\n')
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
}

/** Line ends and tabs as references: no reader takes them for others, and none is lost in an attribute. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (one) => escapes[one]!)
}

function entries(list: unknown): Fields[] {
  return Array.isArray(list) ? (list as unknown[]).map(fields).filter((one) => one !== undefined) : []
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
}
