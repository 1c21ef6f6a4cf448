import { expect, test } from 'vitest'
import type { FixState } from '#core/vocabulary'
import { versionsOf, versionText } from './versions.ts'

function at(version: string | undefined, fix: string | undefined, fixState: FixState = fix ? 'fixed' : 'not-fixed') {
  const match = { verdict: 'affected' as const, fixedVersions: fix ? [fix] : [], fixState }
  return { component: { ...(version !== undefined && { version }) }, ecosystem: 'Maven', match }
}

test('one version has no other, and its own fix', () => {
  expect(versionsOf([at('2.12.1', '2.12.3')])).toEqual({ others: [], fixedVersion: '2.12.3', fixState: 'fixed' })
})

test('what fixes every version is the highest of their fixes, in the order of the ecosystem', () => {
  const { others, fixedVersion } = versionsOf([at('2.9.1', '2.9.10'), at('2.16.0', '2.17.1'), at('2.10.0', '2.12.3')])
  expect(fixedVersion).toBe('2.17.1')
  expect(others.map(({ version, fixedVersion: own }) => [version, own])).toEqual([
    ['2.10.0', '2.12.3'],
    ['2.16.0', '2.17.1'],
  ])
})

test('where one version has no known fix, none fixes them all, and why is said of that one', () => {
  expect(versionsOf([at('1.0', '1.1'), at('2.0', undefined, 'wont-fix')])).toMatchObject({
    fixedVersion: null,
    fixState: 'wont-fix',
  })
})

test('the same version twice is one; one that nobody stated is another', () => {
  const { others } = versionsOf([at('1.0', '1.1'), at('1.0', '1.1'), at(undefined, '1.1')])
  expect(others.map(({ version }) => version)).toEqual([''])
})

test('a ruling rests on all of them', () => {
  expect(versionText('2.12.1', [{ version: '2.16.0' }])).toBe('2.12.1, 2.16.0')
  expect(versionText(null, [])).toBe('')
})
