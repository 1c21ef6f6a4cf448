import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'

const componentTypes = new Set([
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
])
const scopes = new Set(['required', 'optional', 'excluded'])

/** Hex digits of each hash algorithm CycloneDX names. */
const hashLength: Readonly<Record<string, number>> = {
  MD5: 32,
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-384': 96,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-384': 96,
  'SHA3-512': 128,
  'BLAKE2b-256': 64,
  'BLAKE2b-384': 96,
  'BLAKE2b-512': 128,
  BLAKE3: 64,
  'Streebog-256': 64,
  'Streebog-512': 128,
}

/** Each rule of the schema that says how far a component can be trusted; a breach is noted, never a reason to lose it. */
const rules: readonly { code: string; broken(entry: JsonObject): boolean }[] = [
  { code: 'invalid-component-type', broken: (entry) => !componentTypes.has(asText(entry.type) ?? '') },
  { code: 'invalid-scope', broken: (entry) => entry.scope !== undefined && !scopes.has(asText(entry.scope) ?? '') },
  { code: 'invalid-hash', broken: (entry) => asObjects(entry.hashes).some((hash) => !isHash(hash)) },
  { code: 'invalid-licence', broken: (entry) => asObjects(entry.licenses).some((choice) => !isLicence(choice)) },
  { code: 'invalid-swid', broken: (entry) => entry.swid !== undefined && !asText(asObject(entry.swid)?.tagId) },
  {
    code: 'version-and-range',
    broken: (entry) => entry.versionRange !== undefined && (entry.version !== undefined || entry.isExternal !== true),
  },
]

/** Notes what a component entry has wrong by the CycloneDX schema. */
export function noteNonconformity(entry: JsonObject, pointer: string, collector: InventoryCollector): void {
  for (const rule of rules) if (rule.broken(entry)) collector.note(rule.code, pointer)
}

function isHash(hash: JsonObject): boolean {
  const length = lookUp(hashLength, asText(hash.alg))
  const content = asText(hash.content) ?? ''
  return length === content.length && /^[0-9a-f]+$/i.test(content)
}

function isLicence(choice: JsonObject): boolean {
  const licence = asObject(choice.license)
  if (!licence) return asText(choice.expression) !== undefined
  return choice.expression === undefined && Boolean(asText(licence.id)) !== Boolean(asText(licence.name))
}
