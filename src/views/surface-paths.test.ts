import { expect, test } from 'vitest'
import type { NamedAsset, SurfaceStep } from '#core/vocabulary'
import { chosenPaths } from './surface-paths.ts'

const seed: NamedAsset = { kind: 'domain', name: 'shop.example' }
const www: NamedAsset = { kind: 'hostname', name: 'www.shop.example' }
const range: NamedAsset = { kind: 'netblock', name: '192.0.2.0/24' }
const address: NamedAsset = { kind: 'ip-address', name: '192.0.2.7' }

const step = (kind: SurfaceStep['kind'], from: NamedAsset, to: NamedAsset, confidence = 99): SurfaceStep => ({
  ...{ kind, from, to, confidence, by: 'seen', how: `seen at ${from.name}` },
})
const names = (paths: SurfaceStep[][]) => paths.map((path) => path.map(({ from }) => from.name).join(' '))

test('the shortest way comes first, of equally short ones the surest', () => {
  const told = [step('node', seed, www), step('dns_record', www, address)]
  const ways = [
    { path: [], kind: 'contains', from: range, isPlace: false, confidence: 95 },
    { path: [], kind: 'dns_record', from: seed, isPlace: true, confidence: 99 },
  ] as const
  const paths = chosenPaths(
    address,
    told,
    [...ways].map((way) => ({ ...way, path: [...way.path] })),
  )
  expect(names(paths)).toEqual(['shop.example', '192.0.2.0/24', 'shop.example www.shop.example'])
})

test('the same way is told once, as the run told it; none leads in a circle, and a seed needs none', () => {
  const told = [step('dns_record', seed, address)]
  const ways = [
    { path: [], kind: 'dns_record' as const, from: seed, isPlace: true, confidence: 99 },
    {
      path: [step('dns_record', seed, address)],
      kind: 'ptr_record' as const,
      from: www,
      isPlace: false,
      confidence: 90,
    },
  ]
  const paths = chosenPaths(address, told, ways)
  expect(paths).toEqual([told])
  expect(chosenPaths(seed, [], ways)).toEqual([])
})
