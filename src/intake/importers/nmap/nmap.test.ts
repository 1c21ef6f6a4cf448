import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { nmap } from './index.ts'

const run = (hosts: string, end = '<finished time="1" exit="success"/>') => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="nmap -sV --script vulners -oX out.xml shop.example" start="1790000000" version="7.94" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="2" services="22,443"/>
${hosts}
<runstats>${end}<hosts up="1" down="0" total="1"/></runstats>
</nmaprun>`

const shop = `<host><status state="up"/>
<address addr="192.0.2.7" addrtype="ipv4"/><address addr="00:00:5E:00:53:01" addrtype="mac"/>
<hostnames><hostname name="Shop.example" type="user"/><hostname name="a.example" type="PTR"/></hostnames>
<ports>
<port protocol="tcp" portid="22"><state state="open"/>
  <service name="ssh" product="OpenSSH" version="8.9p1 Ubuntu 3ubuntu0.6" method="probed" conf="10">
    <cpe>cpe:/a:openbsd:openssh:8.9p1</cpe><cpe>cpe:/o:linux:linux_kernel</cpe></service>
  <script id="vulners" output="free text"><table key="cpe:/a:openbsd:openssh:8.9p1">
    <table><elem key="cvss">9.8</elem><elem key="id">CVE-2024-3001</elem><elem key="type">cve</elem></table>
    <table><elem key="cvss">0.0</elem><elem key="id">PACKETSTORM:1</elem><elem key="type">packetstorm</elem></table>
    <table><elem key="cvss">5.0</elem></table>
  </table></script></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="https" method="table" conf="3"/>
  <script id="ssl-poodle" output="secret words"><table key="CVE-2014-9990"><elem key="title">SSL POODLE</elem>
    <elem key="state">VULNERABLE</elem><table key="ids"><elem>CVE:CVE-2014-9990</elem></table></table></script>
  <script id="ssl-dh-params"><table key="NMAP-1"><elem key="title">Weak group</elem><elem key="state">NOT VULNERABLE</elem></table></script></port>
<port protocol="tcp" portid="8080"><state state="closed"/></port>
<port protocol="tcp" portid="70000"><state state="open"/></port>
</ports></host>
<host><status state="down"/><address addr="192.0.2.8" addrtype="ipv4"/></host>`

const second = `<host><status state="up"/><address addr="2001:db8::7" addrtype="ipv6"/>
<ports><port protocol="udp" portid="53"><state state="open"/></port></ports></host>`

checkImporter(nmap, [
  {
    path: 'out.xml',
    content: run(shop),
    components: ['openssh'],
    findings: [
      'vulnerability CVE-2024-3001',
      'weakness PACKETSTORM:1',
      'exposure open-port',
      'vulnerability CVE-2014-9990',
      'exposure open-port',
    ],
    notes: ['no-port', 'no-rule'],
  },
  { path: 'none.xml', content: run(''), components: [], findings: [] },
])

async function read(text: string) {
  const result = await importBytes(Buffer.from(text), 'out.xml')
  if (!result.ok) throw new Error(result.error.message)
  return result.value.inventory
}

describe('what nmap says', () => {
  it('the only host of a run is its subject, by the name that was asked for', async () => {
    expect((await read(run(shop))).subject).toEqual({ name: 'shop.example', kind: 'host' })
    expect((await read(run(shop + second))).subject).toEqual({ name: 'out', kind: 'host' })
  })

  it('a service that named itself is software by its banner, where it listens; a port number alone is none', async () => {
    const { components } = await read(run(shop))
    expect(components).toMatchObject([
      {
        name: 'openssh',
        version: '8.9p1 Ubuntu-3ubuntu0.6',
        cpes: ['cpe:2.3:a:openbsd:openssh:8.9p1:*:*:*:*:*:*:*'],
        location: 'tcp/22',
        evidence: [{ kind: 'banner', by: 'nmap' }],
      },
    ])
  })

  it('what a script lists is in the software of its port, with the score’s severity; unscored has none', async () => {
    const { findings = [] } = await read(run(shop))
    expect(findings[0]).toMatchObject({ severity: 'critical', component: { name: 'openssh' }, place: { port: 22 } })
    expect(findings[1]).not.toHaveProperty('severity')
  })

  it('free text of scripts is not taken', async () =>
    expect(JSON.stringify(await read(run(shop)))).not.toMatch(/secret words|free text/))

  it('a run that broke off covers nothing', async () => {
    expect((await read(run(shop))).complete).toBeUndefined()
    expect((await read(run(shop, '<finished time="1" exit="error" errormsg="x"/>'))).complete).toBe(false)
    expect((await read(run(shop, ''))).complete).toBe(false)
  })

  it('other ports or scripts are another configuration, other targets are not', async () => {
    const { configuration } = await read(run(shop))
    expect((await read(run(shop).replace('services="22,443"', 'services="22"'))).configuration).not.toBe(configuration)
    expect((await read(run(shop).replace('--script vulners', '--script vuln'))).configuration).not.toBe(configuration)
    expect((await read(run(shop).replace('out.xml shop.example', 'o.xml 192.0.2.7'))).configuration).toBe(configuration)
  })

  it('no entity is expanded', async () => {
    const text = run(shop).replace('<!DOCTYPE nmaprun>', '<!DOCTYPE nmaprun [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
    const bad = await importBytes(Buffer.from(text.replace('free text', '&x;')), 'out.xml')
    expect(bad).toMatchObject({ ok: false, error: { code: 'invalid-xml' } })
  })

  it('names, addresses and services hang together as the run met them; a reverse name is less sure', async () => {
    const result = await importBytes(Buffer.from(run(shop)), 'nmap.xml')
    if (!result.ok) throw new Error(result.error.message)
    const edges = result.value.inventory.relations?.map(
      ({ kind, from, to, confidence }) => `${from?.name ?? 'host'} ${kind} ${to?.name} ${confidence}`,
    )
    expect(edges?.sort()).toEqual([
      '192.0.2.7 port 192.0.2.7:22/tcp 100',
      '192.0.2.7 port 192.0.2.7:443/tcp 100',
      '192.0.2.7 ptr_record a.example 50',
      'host hostname shop.example 100',
      'host ip_address 192.0.2.7 100',
      'shop.example dns_record 192.0.2.7 100',
    ])
  })
})
