import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Config, type ConfigKey, configSchema, secretKeys } from './schema.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** `dataDir` → `LUNETTE_DATA_DIR`; DATABASE_URL keeps its common name. */
export function environmentName(key: ConfigKey): string {
  return key === 'databaseUrl' ? 'DATABASE_URL' : `LUNETTE_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`
}

/** What each place says of the settings, before it is read with the schema; the later wins. */
interface Layers {
  file: Record<string, unknown>
  environment: Record<string, unknown>
  flags: Record<string, unknown>
}

type Flags = Partial<Record<ConfigKey, unknown>>

const keys = Object.keys(configSchema.shape) as ConfigKey[]

/** The names of the settings in the environment. */
export const settingNames: readonly string[] = keys.map(environmentName)

/** Settings from the file (LUNETTE_CONFIG, else `config.json` in the data folder), then the environment, then flags; the later wins. */
export function loadConfig(environment: Environment, flags: Flags = {}): Result<Config> {
  const layers = readLayers(environment, flags)
  if (!layers.ok) return layers
  const parsed = configSchema.safeParse({ ...layers.value.file, ...layers.value.environment, ...layers.value.flags })
  if (parsed.success) return ok(parsed.data)
  const words = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
  return err(problem('bad-config', `the settings are wrong: ${words.join('; ')}`))
}

function readLayers(environment: Environment, flags: Flags): Result<Layers> {
  const fromEnvironment = Object.fromEntries(
    keys.flatMap((key) => {
      const value = environment[environmentName(key)]
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  const folder = String(given.dataDir ?? fromEnvironment.dataDir ?? '.lunette')
  const file = readConfigFile(environment.LUNETTE_CONFIG, join(folder, 'config.json'))
  return file.ok ? ok({ file: file.value, environment: fromEnvironment, flags: given }) : file
}

/** A setting in force: what it is (secrets hidden; `undefined`: not set), and which place says so. */
export interface SettingInForce {
  setting: ConfigKey
  value: unknown
  from: 'flag' | 'environment' | 'file' | 'default' | undefined
}

/** Every setting as it is in force, in the order of the schema, those that nobody set too. */
export function settingsInForce(environment: Environment, flags: Flags = {}): Result<SettingInForce[]> {
  const config = loadConfig(environment, flags)
  const layers = readLayers(environment, flags)
  if (!config.ok) return config
  if (!layers.ok) return layers
  const masked = maskedConfig(config.value)
  return ok(
    keys.map((setting) => ({ setting, value: masked[setting], from: placeOf(setting, layers.value, masked[setting]) })),
  )
}

function placeOf(key: ConfigKey, { file, environment, flags }: Layers, value: unknown): SettingInForce['from'] {
  if (key in flags) return 'flag'
  if (key in environment) return 'environment'
  if (key in file) return 'file'
  return value === undefined ? undefined : 'default'
}

function readConfigFile(chosen: string | undefined, usual: string): Result<Record<string, unknown>> {
  const path = chosen ?? usual
  if (!existsSync(path)) return chosen ? err(problem('no-config', `${chosen} (LUNETTE_CONFIG) does not exist`)) : ok({})
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)
  } catch (cause) {
    return err(problem('bad-config', `${path} is no JSON: ${(cause as Error).message}`, cause))
  }
}

/** The settings as they may be shown: secrets are only said to be set. */
export function maskedConfig(config: Config): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, maskedValue(key as ConfigKey, value)]))
}

function maskedValue(key: ConfigKey, value: unknown): unknown {
  if (secretKeys.includes(key) && value) return '(set, hidden)'
  if (Array.isArray(value)) return value.map((entry) => maskedValue(key, entry))
  if (typeof value === 'object' && value !== null) return maskedConfig(value as Config)
  return typeof value === 'string' ? value.replace(/^(https?:\/\/)[^/@]*@/i, '$1(hidden)@') : value
}
