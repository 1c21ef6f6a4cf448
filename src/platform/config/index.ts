/** Settings: one schema; file, then environment, then flags. */
export { describeSettings, type SettingDescription } from './describe.ts'
export {
  environmentName,
  loadConfig,
  maskedConfig,
  type SettingInForce,
  settingNames,
  settingsInForce,
} from './load.ts'
export { type Config, type ConfigKey, configSchema } from './schema.ts'
