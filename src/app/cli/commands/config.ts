import { describeSettings, type SettingDescription, type SettingInForce, settingsInForce } from '#platform/config'
import { columns, finish, print } from '../say.ts'

/** `lunette config show`: every setting, secrets hidden: what it is, who says so, what it is where nobody does, and its name in the environment. */
export async function show(flags: { dataDir?: string; json?: boolean }): Promise<number> {
  return finish(settingsInForce(process.env, { dataDir: flags.dataDir }), (inForce) => {
    const described = describeSettings()
    const rows = inForce.map((one, index) => ({ ...described[index]!, ...one }))
    const head = ['setting', 'value', 'from', 'default', 'environment']
    print(rows, columns(head, rows.map(cells)), flags.json)
  })
}

function cells({ setting, value, from, default: usual, environment }: SettingDescription & SettingInForce): string[] {
  return [setting, valueWords(value), from ?? '–', usual ?? '–', environment]
}

/** Lists are written as they are set: by commas. */
function valueWords(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return 'not set'
  if (!Array.isArray(value)) return String(value)
  return value.map((one) => (typeof one === 'object' ? `${one.asserter}=${one.url}` : String(one))).join(',')
}
