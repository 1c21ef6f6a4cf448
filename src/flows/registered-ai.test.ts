import { expect, it } from 'vitest'
import type { AssetId } from '#exposure/inventory'
import type { PlacedPart } from './ai-parts.ts'
import { registeredAs } from './registered-ai.ts'

const host = 'host' as AssetId
const part = (port: number | null): PlacedPart =>
  ({
    ...{ system: 'desk', kind: 'model', name: 'small', purl: null, source: 'register' },
    assets: [{ id: host, kind: 'host', name: 'gpu', naturalKey: 'gpu', port }],
  }) as unknown as PlacedPart
const witness = (location: string) => ({ what: 'ollama', version: null, location, firstSeen: '', shownBy: '' })

it('what answers at the endpoint of a registered part is that part, and what answers beside it is not', () => {
  const found = (location: string) => ({ assetId: host, product: 'ollama', witnesses: [witness(location)] })
  expect(registeredAs(found('tcp/11434'), [part(11_434)])).toMatchObject({ system: 'desk', by: 'endpoint' })
  expect(registeredAs(found('tcp/8000'), [part(11_434)])).toBeNull()
  expect(registeredAs(found('tcp/11434'), [part(null)])).toBeNull()
})
