import { type ConfigKey, environmentName, loadConfig, maskedConfig } from '#platform/config'
import { columns, finish, print } from '../say.ts'

/** `lunette config show`: the settings in force, secrets hidden, with the name each has in the environment. */
export async function show(flags: { dataDir?: string; json?: boolean }): Promise<number> {
  return finish(loadConfig(process.env, { dataDir: flags.dataDir }), (config) => {
    const masked = maskedConfig(config)
    const rows = Object.entries(masked).map(([key, value]) => [
      key,
      JSON.stringify(value) ?? '(not set)',
      environmentName(key as ConfigKey),
    ])
    print(masked, columns(['setting', 'value', 'environment'], rows), flags.json)
  })
}
