import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lunette } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'
import { bom, osvRecord } from '../support/installation.ts'

const folder = dataFolder('cli-findings')
const mirror = join(folder, 'mirror')
const env = { LUNETTE_DATA_DIR: join(folder, 'data'), LUNETTE_MIRROR: mirror }
const today = new Date().toISOString()

const published: Readonly<Record<string, string>> = {
  'osv/npm.ndjson': [
    osvRecord('GHSA-aaaa-bbbb-cccc', 'npm', 'left-pad', '1.3.1', {
      aliases: ['CVE-2026-1000'],
      summary: 'Padding escapes',
      modified: today,
      severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    }),
    osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'right-pad', '', {
      aliases: ['CVE-2026-1001'],
      modified: today,
      affected: [
        {
          package: { ecosystem: 'npm', name: 'right-pad' },
          ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }],
        },
      ],
    }),
  ].join('\n'),
  'kev/kev.json': JSON.stringify({
    dateReleased: today,
    vulnerabilities: [{ cveID: 'CVE-2026-1000', dateAdded: '2026-08-02', dueDate: '2026-08-23' }],
  }),
  'epss/epss_scores-2026-08-03.csv':
    '#model_version:v2026.03.14,score_date:2026-08-03T00:00:00+0000\ncve,epss,percentile\nCVE-2026-1000,0.42,0.97\n',
}

beforeAll(async () => {
  for (const [path, content] of Object.entries(published)) {
    mkdirSync(dirname(join(mirror, path)), { recursive: true })
    writeFileSync(join(mirror, path), content)
  }
  const file = join(folder, 'shop.cdx.json')
  writeFileSync(file, bom('shop', ['pkg:npm/left-pad@1.3.0', 'pkg:npm/right-pad@1.0.0']))
  await lunette(['feeds', 'refresh'], { env })
  await lunette(['import', file, '--asset', 'shop'], { env })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function shown(id: string): Promise<string[]> {
  const { stdout } = await lunette(['findings', 'show', id], { env })
  return stdout.split('\n')
}

test('a finding says what the browser’s page says: exploitation, scores, fix and who saw it', async () => {
  const lines = await shown('CVE-2026-1000')
  expect(lines).toContain('Padding escapes')
  expect(lines).toContainEqual(expect.stringMatching(/^ +KEV +in KEV since 2026-08-02 \(CISA\)/))
  expect(lines).toContainEqual(expect.stringMatching(/^ +EPSS +42 % in 30 days, as of 2026-08-03, model v2026\.03\.14/))
  expect(lines).toContainEqual(expect.stringMatching(/^ +CVSS +9\.8 by .*CVSS:3\.1\//))
  expect(lines).toContain('Why it matches: affected, fixed in 1.3.1')
  expect(lines).toContainEqual(expect.stringMatching(/^ +shop\.cdx\.json /))
})

test('what nobody has scored or fixed is told as such, and a made-up title only once', async () => {
  const lines = await shown('CVE-2026-1001')
  expect(lines.filter((line) => line.startsWith('CVE-2026-1001 in right-pad'))).toHaveLength(1)
  expect(lines).toContainEqual(expect.stringMatching(/^ +CVSS +unknown: no source has scored it/))
  expect(lines).toContainEqual(expect.stringMatching(/^Why it matches: affected, the fixed version is not known here/))
})
