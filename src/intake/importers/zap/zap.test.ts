import { describe, expect, it } from 'vitest'
import { importBytes } from '../import-file.ts'
import { checkImporter } from '../importer.kit.ts'
import { zap } from './index.ts'

const report = `<?xml version="1.0"?><OWASPZAPReport version="2.16.1" generated="Mon, 5 Oct 2026 06:07:08">
<site name="https://Shop.example:8443" host="Shop.example" port="8443" ssl="true"><alerts>
<alertitem><pluginid>10038</pluginid><alertRef>10038-1</alertRef><alert>No policy</alert><riskcode>2</riskcode><confidence>3</confidence>
  <desc>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</desc><solution>&lt;p&gt;Set it.&lt;/p&gt;</solution>
  <instances><instance><uri>https://shop.example:8443/a?token=hunter2</uri><attack>hunter2</attack><evidence>hunter2</evidence>
    <requestheader>cookie: hunter2</requestheader></instance></instances>
  <reference>&lt;p&gt;https://rules.example/1&lt;/p&gt;&lt;p&gt;https://rules.example/2&lt;/p&gt;</reference><cweid>693</cweid></alertitem>
<alertitem><pluginid>10111</pluginid><alert>Sign-in found</alert><riskcode>0</riskcode><confidence>0</confidence><cweid>-1</cweid></alertitem>
<alertitem><alert>no rule</alert></alertitem>
</alerts></site></OWASPZAPReport>`

checkImporter(zap, [
  {
    path: 'report.xml',
    content: report,
    components: [],
    findings: ['weakness 10038', 'weakness 10111'],
    notes: ['no-rule'],
  },
  {
    path: 'none.xml',
    content:
      '<OWASPZAPReport version="2.9.0"><site name="https://shop.example" host="shop.example"><alerts/></site></OWASPZAPReport>',
    components: [],
    findings: [],
  },
])

describe('what ZAP says', () => {
  async function read() {
    const result = await importBytes(Buffer.from(report), 'report.xml')
    if (!result.ok) throw new Error(result.error.message)
    return result.value.inventory
  }

  it('an alert is one finding of the site, in plain words', async () => {
    const { findings = [], statedAt, hosts, complete } = await read()
    expect(findings[0]).toMatchObject({
      aspect: '10038-1',
      severity: 'medium',
      description: 'First. Second.',
      remedy: 'Set it.',
      cwes: ['CWE-693'],
      place: { host: 'shop.example', port: 8443 },
      references: ['https://rules.example/1', 'https://rules.example/2'],
    })
    expect({ statedAt, hosts, complete }).toEqual({
      statedAt: '2026-10-05T06:07:08.000Z',
      hosts: ['shop.example'],
      complete: false,
    })
  })

  it('what ZAP calls a false positive is its suppression', async () =>
    expect((await read()).findings?.[1]).toMatchObject({ state: 'suppressed', severity: 'none', cwes: [] }))

  it('nothing of requests, attacks and evidence is taken', async () =>
    expect(JSON.stringify(await read())).not.toContain('hunter2'))
})
