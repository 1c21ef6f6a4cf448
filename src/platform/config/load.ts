import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Config, type ConfigKey, configSchema, secretKeys } from './schema.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** `dataDir` → `LUNETTE_DATA_DIR`; DATABASE_URL keeps its common name. */
export function environmentName(key: ConfigKey): string {
  return key === 'databaseUrl' ? 'DATABASE_URL' : `LUNETTE_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`
}

/** Settings from the file (LUNETTE_CONFIG, else `config.json` in the data folder), then the environment, then flags; the later wins. */
export function loadConfig(environment: Environment, flags: Partial<Record<ConfigKey, unknown>> = {}): Result<Config> {
  const fromEnvironment = Object.fromEntries(
    (Object.keys(configSchema.shape) as ConfigKey[]).flatMap((key) => {
      const value = environment[environmentName(key)]
      return value === undefined || value === '' ? [] : [[key, value]]
    }),
  )
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  const folder = String(given.dataDir ?? fromEnvironment.dataDir ?? '.lunette')
  const fromFile = readConfigFile(environment.LUNETTE_CONFIG, join(folder, 'config.json'))
  if (!fromFile.ok) return fromFile
  const parsed = configSchema.safeParse({ ...fromFile.value, ...fromEnvironment, ...given })
  if (parsed.success) return ok(parsed.data)
  const words = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
  return err(problem('bad-config', `the settings are wrong: ${words.join('; ')}`))
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
