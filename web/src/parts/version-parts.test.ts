import { expect, it } from 'vitest'
import { versionParts } from './version-parts.ts'

it.each([
  ['1.1.1k-1+deb11u1', '1.1.1k-1', '+deb11u1'],
  ['2.4.54-2ubuntu1', '2.4.54', '-2ubuntu1'],
  ['2.4.54-2ubuntu1.2~22.04.1', '2.4.54-2ubuntu1.2', '~22.04.1'],
  // A revision that says little, or is long by itself: the last of it.
  ['1:9.18.19-1', '1:9.1', '8.19-1'],
  ['v0.0.0-20231010123456-abcdefabcdef', 'v0.0.0-20231010123456-abcdef', 'abcdef'],
  ['2.4.49', '2.4.49', ''],
])('%s is cut before its telling end', (version, start, end) => expect(versionParts(version)).toEqual([start, end]))
