import { z } from 'zod'
import { environmentName } from './load.ts'
import { type ConfigKey, configSchema } from './schema.ts'

/** A setting as people are told of it. */
export interface SettingDescription {
  setting: ConfigKey
  environment: string
  meaning: string
  /** What it may be: `debug, info, …`, `0 to 65535`, an example. */
  values: string
  /** What it is where nobody sets it; `undefined` where it is then not set. */
  default: string | undefined
}

interface JsonSchema {
  type?: string | string[]
  enum?: string[]
  minimum?: number
  maximum?: number
  default?: unknown
  description?: string
  /** Not JSON Schema's `examples`, which are dropped where a value is read into another. */
  example?: string
}

/** Every setting in the order of the schema, as the schema says. */
export function describeSettings(): SettingDescription[] {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, JsonSchema>
  }
  return (Object.keys(configSchema.shape) as ConfigKey[]).map((setting) => {
    const schema = properties[setting] ?? {}
    return {
      setting,
      environment: environmentName(setting),
      meaning: schema.description ?? '',
      values: valuesOf(schema),
      default: defaultOf(setting, schema),
    }
  })
}

function valuesOf({ type, enum: words, minimum, maximum, example }: JsonSchema): string {
  if (words) return words.join(', ')
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? ''} to ${maximum ?? ''}`
  if (isSwitch(type)) return 'true, false'
  return example === undefined ? 'text' : `e.g. ${example}`
}

/** A switch takes the words of the environment as well as JSON's own. */
function isSwitch(type: JsonSchema['type']): boolean {
  return [type].flat().includes('boolean')
}

/** As it is written, before it is read: a folder, not where that lies today. */
function defaultOf(setting: ConfigKey, schema: JsonSchema): string | undefined {
  const value = isSwitch(schema.type) ? configSchema.shape[setting].safeParse(undefined).data : schema.default
  return value === undefined || value === '' ? undefined : String(value)
}
