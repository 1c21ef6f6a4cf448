import { type AiPartKind, parsePurl, purlWithoutVersion } from '#core/vocabulary'
import type { PlacedPart } from './ai-parts.ts'

/** The part of a register that AI which was found is, and what tells that it is. */
export interface RegisteredAs {
  system: string
  part: AiPartKind
  name: string
  by: 'purl' | 'endpoint' | 'name'
}

/** What was found on an asset, and where it was seen. */
interface Found {
  assetId: string
  product: string
  witnesses: readonly { what: string; location: string }[]
}

/**
 * Which part of the register something that was found is, if any: the same package, what answers at the part's endpoint, or
 * what bears its name. A part that is said to be on other assets is not this one.
 */
export function registeredAs(found: Found, parts: readonly PlacedPart[]): RegisteredAs | null {
  for (const part of parts) {
    if (part.source === 'found' || isElsewhere(found, part)) continue
    const by = isPackage(found, part)
      ? 'purl'
      : isAtEndpoint(found, part)
        ? 'endpoint'
        : isNamed(found, part)
          ? 'name'
          : null
    if (by) return { system: part.system, part: part.kind, name: part.name, by }
  }
  return null
}

/** The system itself is no place. */
function placesOf({ assets }: PlacedPart): PlacedPart['assets'] {
  return assets.filter(({ kind }) => kind !== 'ai-system')
}

function isElsewhere({ assetId }: Found, part: PlacedPart): boolean {
  const places = placesOf(part)
  return places.length > 0 && !places.some(({ id }) => id === assetId)
}

function isPackage({ witnesses }: Found, { purl }: PlacedPart): boolean {
  const root = rootOf(purl)
  return root !== undefined && witnesses.some(({ what }) => rootOf(what) === root)
}

function isAtEndpoint({ assetId, witnesses }: Found, part: PlacedPart): boolean {
  return placesOf(part).some(
    ({ id, port }) => id === assetId && port !== null && witnesses.some(({ location }) => location === `tcp/${port}`),
  )
}

function isNamed({ product }: Found, { name }: PlacedPart): boolean {
  return [product, product.split('/').at(-1)!].some((one) => plain(one) === plain(name))
}

function rootOf(purl: string | null): string | undefined {
  const parsed = purl === null ? undefined : parsePurl(purl)
  return parsed?.ok ? purlWithoutVersion(parsed.value) : undefined
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
}
