import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { configSchema, describeSettings, loadConfig, maskedConfig, settingsInForce } from './index.ts'

function folder(config?: string): string {
  const path = mkdtempSync(join(tmpdir(), 'lunette-config-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  if (config) writeFileSync(join(path, 'config.json'), config)
  return path
}

test('a flag wins over the environment, the environment over the file', () => {
  const dataDir = folder('{"port": 1000, "logLevel": "warn", "dial": "comprehensive"}')
  const config = loadConfig({ LUNETTE_PORT: '2000', LUNETTE_LOG_LEVEL: 'error' }, { dataDir, port: '3000' })
  expect(config).toMatchObject({ ok: true, value: { port: 3000, logLevel: 'error', dial: 'comprehensive' } })
})

test('an address beyond loopback is refused unless it is allowed', () => {
  const dataDir = folder()
  expect(loadConfig({ LUNETTE_HOST: '0.0.0.0' }, { dataDir }).ok).toBe(false)
  expect(loadConfig({ LUNETTE_HOST: '0.0.0.0', LUNETTE_ALLOW_REMOTE: 'true' }, { dataDir }).ok).toBe(true)
})

test('an unknown or wrong setting says its name', () => {
  expect(loadConfig({ LUNETTE_PORT: 'x' }, { dataDir: folder() })).toMatchObject({
    error: { message: expect.stringContaining('port') },
  })
  expect(loadConfig({}, { dataDir: folder('{"prot": 1}') })).toMatchObject({
    error: { message: expect.stringContaining('prot') },
  })
  expect(loadConfig({}, { dataDir: folder('not json') })).toMatchObject({ error: { code: 'bad-config' } })
})

test('secrets are never shown (law 12)', () => {
  const config = loadConfig({ DATABASE_URL: 'postgres://u:secret@h/d' }, { dataDir: folder() })
  expect(config.ok && JSON.stringify(maskedConfig(config.value))).not.toContain('secret')
})

test('the password of a mirror address is not shown', () => {
  const config = loadConfig({}, { dataDir: folder(), mirror: 'https://user:s3cret@mirror.example/feeds' })
  expect(config.ok && maskedConfig(config.value).mirror).toBe('https://(hidden)@mirror.example/feeds')
})

test('further catalogues are named with their address, whose password is not shown', () => {
  const dataDir = folder()
  const kevCatalogues = 'VulnCheck=https://me:s3cret@example.org/kev.json, Our own=http://intranet/kev.json'
  const config = loadConfig({ LUNETTE_KEV_CATALOGUES: kevCatalogues }, { dataDir })
  expect(config).toMatchObject({
    ok: true,
    value: { kevCatalogues: [{ asserter: 'VulnCheck' }, { asserter: 'Our own', url: 'http://intranet/kev.json' }] },
  })
  expect(config.ok && JSON.stringify(maskedConfig(config.value))).not.toContain('s3cret')
  expect(loadConfig({ LUNETTE_KEV_CATALOGUES: 'https://example.org/kev.json' }, { dataDir })).toMatchObject({
    ok: false,
  })
})

test('every setting is told with what it may be, and what it is without', () => {
  const told = new Map(describeSettings().map((one) => [one.setting, one]))
  expect([...told.keys()]).toEqual(Object.keys(configSchema.shape))
  expect([...told.values()].filter(({ meaning, values }) => !meaning || !values || values === 'text')).toEqual([])
  expect(told.get('port')).toMatchObject({ values: '0 to 65535', default: '7350', environment: 'LUNETTE_PORT' })
  expect(told.get('dataDir')).toMatchObject({ default: '.lunette' })
  expect(told.get('dial')).toMatchObject({ values: 'precise, comprehensive', default: 'precise' })
  expect(told.get('openBrowser')).toMatchObject({ values: 'true, false', default: 'true' })
  expect(told.get('allowRemote')).toMatchObject({ values: 'true, false', default: 'false' })
  expect(told.get('databaseUrl')).toMatchObject({ environment: 'DATABASE_URL', default: undefined })
})

test('what is in force is told with where it is from, and what is not set too', () => {
  const dataDir = folder('{"logLevel": "warn", "port": 1000}')
  const inForce = settingsInForce({ LUNETTE_PORT: '2000', LUNETTE_DIAL: '' }, { dataDir, mirror: undefined })
  const of = (key: string) => inForce.ok && inForce.value.find(({ setting }) => setting === key)
  expect(inForce.ok && inForce.value.map(({ setting }) => setting)).toEqual(Object.keys(configSchema.shape))
  expect(of('dataDir')).toMatchObject({ from: 'flag', value: dataDir })
  expect(of('port')).toMatchObject({ from: 'environment', value: 2000 })
  expect(of('logLevel')).toMatchObject({ from: 'file', value: 'warn' })
  expect(of('dial')).toMatchObject({ from: 'default', value: 'precise' })
  expect(of('mirror')).toEqual({ setting: 'mirror', value: undefined, from: undefined })
})
