import type { AiPartKind, AiUse } from '#core/vocabulary'
import { knownImages } from './images.ts'
import { knownPackages } from './packages.ts'
import { knownProducts, usualPorts } from './services.ts'

/** AI software that was recognised: what it is for, and what it is called; a family by the name of the family. */
export interface KnownAi {
  use: AiUse
  product: string
}

interface Family extends KnownAi {
  prefix: string
}

interface Book {
  exact: ReadonlyMap<string, KnownAi>
  families: readonly Family[]
}

/** The names of PyPI are equal whatever their case and separators (PEP 503); NuGet's whatever their case. */
function plainName(type: string, name: string): string {
  if (type === 'pypi') return name.toLowerCase().replace(/[-_.]+/g, '-')
  return type === 'nuget' || type === 'composer' || type === 'image' ? name.toLowerCase() : name
}

function bookOf(type: string, uses: Partial<Record<AiUse, string>>): Book {
  const exact = new Map<string, KnownAi>()
  const families: Family[] = []
  for (const [use, names] of Object.entries(uses) as [AiUse, string][])
    for (const name of names.trim().split(/\s+/)) {
      const written = plainName(type, name.replace(/\*$/, ''))
      if (!name.endsWith('*')) exact.set(written, { use, product: written })
      else families.push({ use, prefix: written, product: written.replace(/[/.-]$/, '') })
    }
  // The longest prefix says most.
  families.sort((a, b) => b.prefix.length - a.prefix.length)
  return { exact, families }
}

const packageBooks = new Map(Object.entries(knownPackages).map(([type, uses]) => [type, bookOf(type, uses)]))
/** Types of purl under which everything is a model. */
const hubs = new Set(['huggingface', 'mlflow'])
const imageBook = bookOf('image', knownImages)
const products = new Map(
  (Object.entries(knownProducts) as [AiUse, readonly string[]][]).flatMap(([use, names]) =>
    names.map((product) => [product, { use, product }] as const),
  ),
)

/** A package by its purl type, namespace and name. */
export function aiPackage(type: string, namespace: string | null, name: string): KnownAi | undefined {
  if (type === 'docker' || type === 'oci') return aiImage(namespace ? `${namespace}/${name}` : name)
  const full = namespace && !name.startsWith(`${namespace}/`) ? `${namespace}/${name}` : name
  if (hubs.has(type)) return { use: 'runtime', product: full }
  const book = packageBooks.get(type)
  if (!book) return undefined
  return foundIn(book, plainName(type, type === 'golang' ? full.replace(/\/v\d+$/, '') : full))
}

function foundIn({ exact, families }: Book, name: string): KnownAi | undefined {
  const known = exact.get(name)
  if (known) return known
  const family = families.find(({ prefix }) => name.startsWith(prefix))
  return family && { use: family.use, product: family.product }
}

/** An image by its repository, with registry, tag and digest or without. */
export function aiImage(image: string): KnownAi | undefined {
  const repository = image
    .toLowerCase()
    .replace(/@sha256:[0-9a-f]+$/, '')
    .replace(/:[\w.-]+$/, '')
  const parts = repository.split('/')
  const hasRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0]!)
  return foundIn(imageBook, repository) ?? (hasRegistry ? foundIn(imageBook, parts.slice(1).join('/')) : undefined)
}

/** Software that named itself where it listens. */
export function aiProduct(name: string): KnownAi | undefined {
  return products.get(name.trim().toLowerCase())
}

/** Names under which software of a use names itself where it listens. */
export function productsOf(use: AiUse): readonly string[] {
  return knownProducts[use] ?? []
}

/** What mostly listens at a port. */
export function aiPort(port: number): KnownAi | undefined {
  return usualPorts[port]
}

/** Types of purl under which there is AI to recognise. */
export const aiTypes: readonly string[] = [...packageBooks.keys(), ...hubs, 'docker', 'oci']

/** A package, or software without a purl, by what an inventory calls it. */
export function aiSoftware({
  type,
  namespace,
  name,
}: {
  type: string | null
  namespace: string | null
  name: string
}): KnownAi | undefined {
  return (type === null ? undefined : aiPackage(type, namespace, name)) ?? (type === null ? aiProduct(name) : undefined)
}

/** The part that such software mostly is in an AI system. */
export const usualPart: Readonly<Record<AiUse, AiPartKind>> = {
  'model-server': 'model',
  gateway: 'gateway',
  guardrail: 'guardrail',
  sdk: 'model',
  framework: 'tool',
  'agent-tools': 'tool',
  'vector-store': 'dataset',
  evaluation: 'judge',
  training: 'tool',
  runtime: 'model',
  application: 'tool',
}
