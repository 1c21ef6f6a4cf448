import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { naabu } from './index.ts'

const json = `{"host":"Shop.example","ip":"192.0.2.7","timestamp":"2026-09-21T14:13:20.5Z","port":443,"protocol":"tcp","tls":true}
{"host":"Shop.example","ip":"192.0.2.7","timestamp":"2026-09-21T14:13:21Z","port":53,"protocol":"udp","tls":false}
{"ip":"2001:db8::7","port":{"Port":22,"Protocol":0,"TLS":false}}
{"host":"x","ip":"nowhere","port":80}
`
const csv = `host,ip,timestamp,port,protocol,tls
shop.example,192.0.2.7,2026-09-21 14:13:20 +0000 UTC,8443,tcp,false
,192.0.2.8,,22,,
`
const plain = '192.0.2.7:443\n[2001:db8::7]:22\nshop.example:80\n'
const open = (count: number) => Array.from({ length: count }, () => 'exposure open-port')

checkImporter(naabu, [
  { path: 'ports.jsonl', content: json, components: [], findings: open(3), notes: ['no-host'] },
  { path: 'ports.csv', content: csv, components: [], findings: open(2) },
  { path: 'naabu.txt', content: plain, components: [], findings: open(2), notes: ['no-host'] },
])

describe('what naabu says', () => {
  it('a name that was asked leads to the address, and what listens is a service of that', async () => {
    const read = await importBytes(Buffer.from(json), 'ports.jsonl')
    if (!read.ok) throw new Error(read.error.message)
    const { relations, statedAt } = read.value.inventory
    expect(relations?.map(({ kind, from, to }) => `${from?.name ?? 'host'} ${kind} ${to?.name}`)).toEqual([
      'host ip_address 192.0.2.7',
      'host hostname shop.example',
      'shop.example dns_record 192.0.2.7',
      '192.0.2.7 port 192.0.2.7:443/tcp',
      '192.0.2.7 port 192.0.2.7:53/udp',
      'host ip_address 2001:db8::7',
      '2001:db8::7 port [2001:db8::7]:22/tcp',
    ])
    expect(statedAt).toBe('2026-09-21T14:13:21.000Z')
  })
})
