/** Settings: one schema; file, then environment, then flags. */
export { environmentName, loadConfig, maskedConfig } from './load.ts'
export { type Config, type ConfigKey, configSchema } from './schema.ts'
