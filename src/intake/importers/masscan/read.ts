import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { textLines } from '../shared/input/lines.ts'
import { PortScanReader } from '../shared/report/port-scan.ts'

/** Reads masscan's output line by line: each form has one record on a line, a file that broke off all but its last. */
export async function readMasscan(input: ImportInput): Promise<ImportResult> {
  const reader = new PortScanReader(input)
  let [line, known] = [0, 0]
  for await (const { text } of textLines(input.bytes(), input.limits)) {
    line++
    if (text === undefined) reader.collector.drop('too-large', `line ${line}`)
    else if (takeLine(reader, text.trim(), `line ${line}`)) known++
  }
  if (known === 0 && line > 0)
    return err(problem('invalid-syntax', 'The file is no output of masscan. Write it with `masscan -oJ` or `-oL`.'))
  return reader.finish({ importer: 'masscan', format: 'masscan', tool: 'masscan' })
}

/** Whether the line is one of masscan's, also where it says nothing of a port. */
function takeLine(reader: PortScanReader, text: string, ref: string): boolean {
  if (text.startsWith('#') || text === '[' || text === ']' || text === ',' || text === '') return text !== ''
  if (/^[[,]?\s*\{/.test(text)) return takeObject(reader, text.replace(/^[[,]\s*|[,\]\s]+$/g, ''), ref)
  return takeListed(reader, text, ref) || takeGrepable(reader, text, ref) || unread(reader, ref)
}

function unread(reader: PortScanReader, ref: string): false {
  reader.collector.drop('invalid-syntax', ref)
  return false
}

function takeObject(reader: PortScanReader, text: string, ref: string): boolean {
  // Older ones end their list with what is no JSON.
  if (/^\{\s*finished\s*:/.test(text)) return true
  const said = parsed(text)
  if (!said) {
    reader.collector.drop('invalid-json', ref)
    return false
  }
  const [address, at] = [asText(said.ip), asText(said.timestamp)]
  // Each record of `-oD` speaks of one port, those of `-oJ` of a list of them.
  const ports = said.ports === undefined ? [{ ...said, ...asObject(said.data) }] : asObjects(said.ports)
  for (const one of ports) {
    const { status, service, proto } = one
    if (status !== undefined && status !== 'open') continue
    const named = asText(asObject(service)?.name)
    reader.take({ address, at, port: one.port, protocol: asText(proto), service: named }, ref)
  }
  return ports.length > 0
}

function parsed(text: string): JsonObject | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** `open tcp 80 192.0.2.7 1700000000`, and the same with `banner` and what it is a banner of. */
function takeListed(reader: PortScanReader, text: string, ref: string): boolean {
  const [, kind, protocol, port, address, at, service] =
    /^(open|closed|banner) (\w+) (\d+) (\S+) (\d+)(?: (\S+))?/.exec(text) ?? []
  if (kind === undefined) return false
  if (kind !== 'closed') reader.take({ address, at, port, protocol, service }, ref)
  return true
}

/** `Timestamp: 1700000000⇥Host: 192.0.2.7 ()⇥Ports: 80/open/tcp//http//`, and older ones without the time. */
function takeGrepable(reader: PortScanReader, text: string, ref: string): boolean {
  const [, at, address, ports] = /^(?:Timestamp: (\d+)\s+)?Host: (\S+) \([^)]{0,260}\)\s+Ports: (.+)$/.exec(text) ?? []
  if (ports === undefined) return false
  for (const one of ports.split(',')) {
    const [port, state, protocol, , service] = one.trim().split('/')
    if (state === 'open') reader.take({ address, at, port, protocol, service }, ref)
  }
  return true
}
