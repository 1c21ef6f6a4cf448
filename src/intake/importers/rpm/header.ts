import type { InstalledPackage } from '../shared/inventory/package-database.ts'
import { upstreamOfSourceRpm } from '../shared/inventory/upstream.ts'

/** Tags of an rpm header that are read (rpm's tag reference). */
const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  license: 1014,
  architecture: 1022,
  sourceRpm: 1044,
  modularity: 5096,
} as const

const INT32 = 4
const STRING = 6
const STRING_ARRAY = 8
const I18N_STRING = 9
const ENTRY_BYTES = 16
const MAX_ENTRIES = 65_536

/** Reads an rpm header blob: counts of index entries and data bytes, the index, the data store (rpm file format, header structure). */
function readHeader(blob: Uint8Array): ReadonlyMap<number, string | number> | undefined {
  if (blob.byteLength < 8) return undefined
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  const entries = view.getUint32(0)
  const store = 8 + entries * ENTRY_BYTES
  if (entries > MAX_ENTRIES || store + view.getUint32(4) > blob.byteLength) return undefined
  const wanted = new Set<number>(Object.values(tags))
  const values = new Map<number, string | number>()
  for (let index = 0; index < entries; index++) {
    const at = 8 + index * ENTRY_BYTES
    const tag = view.getUint32(at)
    if (!wanted.has(tag)) continue
    const value = readValue(view, blob, view.getUint32(at + 4), store + view.getUint32(at + 8))
    if (value !== undefined) values.set(tag, value)
  }
  return values
}

function readValue(view: DataView, blob: Uint8Array, type: number, at: number): string | number | undefined {
  if (type === INT32) return at + 4 <= blob.byteLength ? view.getUint32(at) : undefined
  if (type !== STRING && type !== STRING_ARRAY && type !== I18N_STRING) return undefined
  const end = blob.indexOf(0, at)
  return at < blob.byteLength && end >= at ? Buffer.from(blob.subarray(at, end)).toString('utf8') : undefined
}

/** The installed package a header describes; `undefined` when it lacks name, version or release. */
export function packageOfHeader(blob: Uint8Array, pointer: string): InstalledPackage | undefined {
  const header = readHeader(blob)
  const text = (tag: number) => {
    const value = header?.get(tag)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const name = text(tags.name)
  const version = text(tags.version)
  const release = text(tags.release)
  if (!name || !version || !release) return undefined
  const epoch = header?.get(tags.epoch)
  const upstream = upstreamOfSourceRpm(text(tags.sourceRpm) ?? '')
  return {
    name,
    version: `${typeof epoch === 'number' && epoch > 0 ? `${epoch}:` : ''}${version}-${release}`,
    architecture: text(tags.architecture),
    ...(upstream ? { upstream } : {}),
    module: text(tags.modularity)?.split(':').slice(0, 2).join(':'),
    licence: text(tags.license),
    pointer,
  }
}
