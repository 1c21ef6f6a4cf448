import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { masscan } from './index.ts'

const json = `[
{   "ip": "192.0.2.7",   "timestamp": "1790000000", "ports": [ {"port": 443, "proto": "tcp", "status": "open", "reason": "syn-ack", "ttl": 57} ] }
,
{   "ip": "192.0.2.7",   "timestamp": "1790000001", "ports": [ {"port": 443, "proto": "tcp", "service": {"name": "ssl", "banner": "secret words"} } ] }
,
{   "ip": "192.0.2.8",   "timestamp": "1790000002", "ports": [ {"port": 161, "proto": "udp", "status": "open", "reason": "udp-response", "ttl": 57} ] }
]
`
const listed = `#masscan
open tcp 22 192.0.2.7 1790000000
banner tcp 22 192.0.2.7 1790000001 ssh SSH-2.0-secret
open tcp 70000 192.0.2.7 1790000001
open tcp 80 nowhere 1790000001
# end
`
const grepable = `# Masscan 1.3.2 scan initiated Mon Sep 21 12:13:20 2026
# Ports scanned: TCP(2;22,80) UDP(0;) SCTP(0;) PROTOCOLS(0;)
Timestamp: 1790000000\tHost: 192.0.2.7 ()\tPorts: 80/open/tcp//http//
Host: 2001:db8::7 (shop.example)\tPorts: 22/open/tcp//ssh//, 23/closed/tcp//telnet//
# Masscan done at Mon Sep 21 12:14:20 2026
`
const lines =
  '{"ip":"192.0.2.7","timestamp":"1790000000","port":80,"proto":"tcp","rec_type":"status","data":{"status":"open","reason":"syn-ack","ttl":64}}\n'
const open = (count: number) => Array.from({ length: count }, () => 'exposure open-port')

checkImporter(masscan, [
  { path: 'ports.json', content: json, components: [], findings: open(2) },
  { path: 'ports.txt', content: listed, components: [], findings: open(1), notes: ['no-host', 'no-port'] },
  { path: 'masscan.txt', content: grepable, components: [], findings: open(2) },
  { path: 'ports.ndjson', content: lines, components: [], findings: open(1) },
])

async function read(text: string, name = 'x.json') {
  const result = await importBytes(Buffer.from(text), name)
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what masscan says', () => {
  it('each port is a service of its address, told once, without its banner', async () => {
    const inventory = await read(json)
    const { findings, relations, hosts, complete, statedAt } = inventory
    expect(findings?.map(({ place, description }) => ({ ...place, description }))).toEqual([
      { host: '192.0.2.7', port: 443, protocol: 'tcp', description: undefined },
      { host: '192.0.2.8', port: 161, protocol: 'udp', description: undefined },
    ])
    expect(relations?.filter(({ kind }) => kind === 'port').map(({ to }) => to?.name)).toEqual([
      '192.0.2.7:443/tcp',
      '192.0.2.8:161/udp',
    ])
    expect([hosts, complete, statedAt]).toEqual([['192.0.2.7', '192.0.2.8'], false, '2026-09-21T14:13:22.000Z'])
    expect(JSON.stringify(inventory)).not.toContain('secret')
  })

  it('the end that older ones wrote is no loss, nor is a file that broke off in its last line', async () => {
    const old = json.replace(/\]\s*$/, ',\n{finished: 1}\n]\n')
    expect((await read(old)).findings).toHaveLength(2)
    expect((await read(json.slice(0, json.lastIndexOf('"udp-resp')))).findings).toHaveLength(1)
  })

  it('its XML is read as nmap’s, under its own name, and takes nothing back', async () => {
    const host = (port: number) =>
      `<host endtime="1790000000"><address addr="192.0.2.7" addrtype="ipv4"/><ports><port protocol="tcp" portid="${port}"><state state="open" reason="syn-ack" reason_ttl="64"/></port></ports></host>`
    const inventory = await read(
      `<?xml version="1.0"?>\n<nmaprun scanner="masscan" start="1790000000" version="1.0-BETA" xmloutputversion="1.03">\n<scaninfo type="syn" protocol="tcp" />\n${host(80)}${host(443)}<runstats><finished time="1790000009" timestr="x" elapsed="9" /><hosts up="1" down="0" total="1" /></runstats></nmaprun>`,
      'x.xml',
    )
    expect(inventory).toMatchObject({ importer: 'nmap', tool: 'masscan 1.0-BETA', complete: false })
    expect(inventory.subject.name).toBe('192.0.2.7')
    expect(inventory.findings).toHaveLength(2)
  })
})
