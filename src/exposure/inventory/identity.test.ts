import { describe, expect, it } from 'vitest'
import type { Component } from '#core/vocabulary'
import { assetIdOf, componentIdOf, naturalKeyOf, witnessOf } from './identity.ts'

const bare: Component = {
  ref: 'r',
  cpes: [],
  name: 'n',
  upstream: [],
  licences: [],
  location: '',
  dependsOn: [],
  evidence: [],
}
const asset = assetIdOf('application', 'shop')

describe('identity', () => {
  it.each([
    [{ kind: 'application', name: 'x', purl: 'pkg:npm/shop@1.0.0' } as const, 'pkg:npm/shop'],
    [
      { kind: 'container-image', name: 'registry.example:5000/web/shop:1.2@sha256:abcdef' } as const,
      'registry.example:5000/web/shop',
    ],
    [{ kind: 'host', name: ' Web-1 ' } as const, 'web-1'],
    [{ kind: 'application', name: 'Shop' } as const, 'Shop'],
    [{ kind: 'application', name: 'broken', purl: 'no purl' } as const, 'broken'],
  ])('%j is the asset %s', (subject, key) => expect(naturalKeyOf(subject)).toBe(key))

  it('ids are 22 characters and tell kinds apart', () => {
    expect(asset).toMatch(/^[\w-]{22}$/)
    expect(assetIdOf('host', 'shop')).not.toBe(asset)
  })

  it('a domain and the host of the same name are one asset', () =>
    expect(assetIdOf('domain', 'shop.example')).toBe(assetIdOf('hostname', 'shop.example')))

  it('how a tool writes a purl does not change which component it is; architecture, version and place do', () => {
    const id = (purl: string, more: Partial<Component> = {}) =>
      componentIdOf(asset, { ...bare, purl, version: '1', ...more })
    const syft = id('pkg:deb/debian/libc6@1?arch=amd64&distro=debian-12&upstream=glibc')
    expect(id('pkg:deb/debian/libc6@1?arch=amd64')).toBe(syft)
    expect(id('pkg:deb/debian/libc6@1?arch=arm64')).not.toBe(syft)
    expect(id('pkg:deb/debian/libc6@1?arch=amd64', { version: '2' })).not.toBe(syft)
    expect(id('pkg:deb/debian/libc6@1?arch=amd64', { location: 'layer' })).not.toBe(syft)
  })

  it('a witness is a tool without its version, for one subject', () => {
    const subject = { name: 'shop', kind: 'application' } as const
    expect(witnessOf('spdx', 'syft-0.64.0', subject)).toBe(witnessOf('spdx', 'syft-1.0.0', subject))
    expect(witnessOf('spdx', 'trivy', subject)).not.toBe(witnessOf('spdx', 'syft-1.0.0', subject))
    expect(witnessOf('spdx', 'syft', { ...subject, name: 'other' })).not.toBe(witnessOf('spdx', 'syft', subject))
  })
})
