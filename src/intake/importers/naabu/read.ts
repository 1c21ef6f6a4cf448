import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { csvRecords } from '../shared/input/csv.ts'
import { asObject, asText } from '../shared/input/json-value.ts'
import { textLines } from '../shared/input/lines.ts'
import { placeOfAddress } from '../shared/report/address.ts'
import { PortScanReader, type ScannedPort } from '../shared/report/port-scan.ts'

/** Reads naabu's output line by line, in whichever of its forms each line is. */
export async function readNaabu(input: ImportInput): Promise<ImportResult> {
  const reader = new PortScanReader(input)
  let columns: string[] | undefined
  let [line, known] = [0, 0]
  for await (const { text } of textLines(input.bytes(), input.limits)) {
    const ref = `line ${++line}`
    const said = text?.replace(/^\ufeff/, '').trim()
    if (said === undefined) reader.collector.drop('too-large', ref)
    else if (/^host,ip,/i.test(said)) {
      columns = said.toLowerCase().split(',')
      known++
    } else if (said !== '') {
      const port = said.startsWith('{') ? ofObject(said) : columns ? ofRecord(said, columns) : ofAddress(said)
      if (!port) reader.collector.drop('invalid-syntax', ref)
      else {
        known++
        reader.take(port, ref)
      }
    }
  }
  if (known === 0 && line > 0)
    return err(problem('invalid-syntax', 'The file is no output of naabu. Write it with `naabu -json`.'))
  return reader.finish({ importer: 'naabu', format: 'naabu', tool: 'naabu' })
}

/** Before version 2.1.1 the port was an object, and its protocol a number. */
function ofObject(text: string): ScannedPort | undefined {
  let said: ReturnType<typeof asObject>
  try {
    said = asObject(JSON.parse(text))
  } catch {
    return undefined
  }
  if (said?.port === undefined) return undefined
  const before = asObject(said.port)
  const protocol = before ? { 0: 'tcp', 1: 'udp' }[Number(before.Protocol ?? 0)] : asText(said.protocol)
  return {
    ...{ name: asText(said.host), address: asText(said.ip), at: asText(said.timestamp) },
    ...{ port: before ? before.Port : said.port, protocol },
  }
}

function ofRecord(text: string, columns: readonly string[]): ScannedPort | undefined {
  const [record] = [...csvRecords(text, ',')]
  const field = (name: string) => record?.[columns.indexOf(name)] || undefined
  if (!record || record.length < 3) return undefined
  const before = /^\{?(\d+)/.exec(field('port') ?? '')?.[1]
  return {
    ...{ name: field('host'), address: field('ip'), at: field('timestamp') },
    ...{ port: before, protocol: field('protocol') },
  }
}

/** `192.0.2.7:443`: what naabu prints where nobody asked for more. Of a name it does not say the address. */
function ofAddress(text: string): ScannedPort | undefined {
  const { host, port } = placeOfAddress(text)
  return host !== undefined && port !== undefined ? { address: host, port } : undefined
}
