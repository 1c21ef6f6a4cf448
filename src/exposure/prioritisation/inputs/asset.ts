import type { Criticality, Exposure } from '#core/vocabulary'
import type { Answer, AnswerPoint, AssetContext } from './contract.ts'

/** CISA "Publicly exposed": the asset itself, whatever the network's address plan says. */
export const publiclyExposed: AnswerPoint = ({ asset }) =>
  exposureAnswer(
    asset,
    { internet: 'Y', internal: 'N', isolated: 'N' },
    { internet: 'publicly exposed', internal: 'not publicly exposed', isolated: 'isolated' },
  )

/** SSVC System Exposure 1.0.1: open, controlled, small. */
export const systemExposure: AnswerPoint = ({ asset }) =>
  exposureAnswer(
    asset,
    { internet: 'O', internal: 'C', isolated: 'S' },
    { internet: 'open to the internet', internal: 'controlled network', isolated: 'isolated' },
  )

type Known<Value> = Readonly<Record<Exclude<Exposure, 'unknown'>, Value>>

function exposureAnswer(asset: AssetContext, values: Known<string>, words: Known<string>): Answer | undefined {
  if (asset.exposure === 'unknown') return undefined
  const { exposure, exposureBasis: basis, exposureBy: source = 'unnamed', exposureAt: at } = asset
  return { value: values[exposure], basis, source, ...(at ? { at } : {}), text: `${words[exposure]} (${source})` }
}

/** SSVC Human Impact from the asset's criticality: our own mapping, so it is inferred. */
export const humanImpact = fromCriticality({ critical: 'VH', high: 'H', medium: 'M', low: 'L' })

/** SSVC Mission and Well-Being Impact from the asset's criticality: our own mapping, so it is inferred. */
export const missionImpact = fromCriticality({ critical: 'H', high: 'H', medium: 'M', low: 'L' })

function fromCriticality(values: Readonly<Record<Exclude<Criticality, 'unknown'>, string>>): AnswerPoint {
  return ({ asset }) => {
    if (asset.criticality === 'unknown') return undefined
    return {
      value: values[asset.criticality],
      basis: 'inferred',
      source: asset.owner ?? 'asset',
      text: `asset criticality is ${asset.criticality}`,
    }
  }
}
