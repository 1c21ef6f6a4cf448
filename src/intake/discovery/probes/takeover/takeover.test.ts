import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { takeover } from './index.ts'

const name = { kind: 'hostname', name: 'a.shop.example' } as const
checkProbe(takeover, name)

async function look(zone: string, zones: Record<string, string> = {}) {
  const { sightings } = await lookWith(takeover, name, {
    seeds: ['shop.example'],
    zones: { 'shop.example': zone, ...zones },
  })
  return sightings.flatMap((one) => (one.type === 'weakness' ? [one.weakness] : []))
}

describe('a record that leads nowhere', () => {
  it('is told with its chain', async () => {
    const [found] = await look('a CNAME b.host.example.', { 'host.example': '@ SOA x' })
    expect(found).toMatchObject({ ruleId: 'dangling-cname', severity: 'medium', aspect: 'b.host.example' })
    expect(found?.evidence).toContain('a.shop.example → b.host.example')
  })

  it('is worse where the domain is free, or a provider lets anybody claim the name', async () => {
    const [free] = await look('a CNAME b.gone.test.')
    expect(free).toMatchObject({ severity: 'high' })
    expect(free?.evidence).toContain('gone.test does not exist')
    const [claimable] = await look('a CNAME shop.azurewebsites.net.', {
      'azurewebsites.net': '@ SOA x',
      'shop.azurewebsites.net': '_ SOA x',
    })
    expect(claimable).toBeUndefined()
    const [azure] = await look('a CNAME shop.azurewebsites.net.', { 'azurewebsites.net': '@ SOA x' })
    expect(azure?.evidence).toContain('Azure App Service')
  })

  it('is not one that resolves', async () => {
    expect(await look('a CNAME b.shop.example.\nb A 192.0.2.1')).toEqual([])
  })

  it('may be a mail or name server too', async () => {
    const found = await look('a A 192.0.2.1\na MX 10 mx.gone.example.\na NS ns.gone.example.', {
      example: 'gone SOA x',
    })
    expect(found.map(({ ruleId }) => ruleId)).toEqual(['dangling-mx', 'dangling-ns'])
  })
})
