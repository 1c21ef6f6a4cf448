import type { ReportedFinding } from '#core/vocabulary'
import { openModelServersOn } from '#exposure/findings/store'
import { type AssetId, aiProduct, productsOf } from '#exposure/inventory'
import { readAiRulings, seenListening } from '#exposure/inventory/store'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Seen = Awaited<ReturnType<typeof seenListening>>[number]

const OPEN_ALREADY = 'discovery:ai-server-open'

/**
 * Model servers that an inventory shows listening, as findings by the asset whose port it is. What Lunette's own discovery
 * found open says so itself, and what somebody said is no AI is none.
 */
export async function listeningModels(work: InTransaction): Promise<Map<AssetId, ReportedFinding[]>> {
  const seen = await seenListening(work, productsOf('model-server'))
  if (seen.length === 0) return new Map()
  const silent = new Set([...(await rejected(work)), ...(await told(work, seen))])
  const found = new Map<AssetId, Map<string, ReportedFinding>>()
  for (const one of seen) {
    const product = aiProduct(one.name)?.product ?? one.name
    if (silent.has(`${one.assetId} ${product}`) || silent.has(`${one.assetId} ${one.location}`)) continue
    const own = found.get(one.assetId) ?? new Map<string, ReportedFinding>()
    found.set(one.assetId, own.set(`${one.location} ${product}`, findingOf(one, product)))
  }
  return new Map([...found].map(([id, own]) => [id, [...own.values()]]))
}

async function rejected(work: InTransaction): Promise<string[]> {
  return (await readAiRulings(work)).flatMap(({ decision, assetId, product }) =>
    decision === 'rejected' ? [`${assetId} ${product}`] : [],
  )
}

async function told(work: InTransaction, seen: readonly Seen[]): Promise<string[]> {
  const open = await openModelServersOn(work, [...new Set(seen.map(({ assetId }) => assetId as string))])
  return open.flatMap(({ subject, assetId, location }) => {
    const port = /(?:\/|:)(\d{1,5})\b/.exec(location.replace(/^https?:\/\//, ''))?.[1]
    return subject === OPEN_ALREADY && port !== undefined ? [`${assetId} tcp/${port}`] : []
  })
}

function findingOf({ asset, exposure, version, location }: Seen, product: string): ReportedFinding {
  const [protocol = 'tcp', port = ''] = location.split('/')
  return {
    ref: `inference-port ${location} ${product}`,
    kind: 'exposure',
    ruleId: 'inference-port',
    aspect: product,
    title: `Model server ${product} can be reached`,
    description: `${[product, version].filter(Boolean).join(' ')} answers at ${asset} ${location}. Who reaches it uses the model past every gateway and guardrail in front of it.`,
    severity: exposure === 'internet' ? 'critical' : exposure === 'isolated' ? 'medium' : 'high',
    vulnerabilityIds: [],
    cwes: ['CWE-306'],
    fixedVersions: [],
    place: { port: Number(port), host: asset, protocol },
    state: 'open',
    references: ['https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/'],
    remedy: 'Bind it to the loopback or to a network that only the gateway reaches, and let it ask for a key.',
  }
}
