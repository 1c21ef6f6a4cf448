import { type Urgency, urgencies } from '#core/vocabulary'
import { BETWEEN_VERSIONS } from '../finding-filter.ts'
import type { ActionColumns } from './by-action.ts'
import { First } from './first.ts'
import { type WordColumn, wordAt } from './word-column.ts'

/** An asset that findings of an action are on. */
export interface ActionAsset {
  id: string
  name: string
  exposure: string
  /** `none`: nobody. */
  owner: string
  urgency: Urgency
  findings: number
  /** Of those: claimed fixed, not seen yet. */
  claimed: number
  /** Of those: no fixed version is known. */
  unknownFix: number
  versions: string[]
}

/** The assets that findings at these places are on: the most urgent first, then those with most of them. */
export function countAssets(
  places: Uint32Array,
  {
    assetId,
    decision,
    version,
    fixed,
    progress,
    ...facts
  }: Pick<ActionColumns, 'assetId' | 'decision' | 'version' | 'fixed' | 'progress'> & AssetFacts,
  most: number,
): ActionAsset[] {
  const assets = new Map<number, ActionAsset & { level: number; codes: Set<number> }>()
  const levels = decision.dictionary.values.map((word) => urgencies.indexOf(word as Urgency))
  for (const place of places) {
    const code = assetId.codes[place]!
    const level = levels[decision.codes[place]!]!
    const asset = assets.get(code) ?? {
      id: assetId.dictionary.values[code]!,
      name: wordAt(facts.asset, place),
      exposure: wordAt(facts.exposure, place),
      owner: wordAt(facts.owner, place),
      urgency: urgencies[level]!,
      findings: 0,
      claimed: 0,
      unknownFix: 0,
      versions: [],
      level,
      codes: new Set(),
    }
    assets.set(code, asset)
    asset.findings++
    if (wordAt(progress, place) === 'claimed-fixed') asset.claimed++
    if (wordAt(fixed, place) === '') asset.unknownFix++
    asset.level = Math.min(asset.level, level)
    asset.codes.add(version.codes[place]!)
  }
  const first = new First<ActionAsset & { level: number; codes: Set<number> }>(
    most,
    (a, b) => a.level - b.level || b.findings - a.findings || (a.id < b.id ? -1 : 1),
  )
  for (const asset of assets.values()) first.add(asset)
  return first.items.map(({ level, codes, ...asset }) => ({
    ...asset,
    urgency: urgencies[level]!,
    versions: versionsOf([...codes].map((code) => version.dictionary.values[code]!)),
  }))
}

/** Each once; what nobody stated is left out. */
function versionsOf(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => word.split(BETWEEN_VERSIONS)))].filter((version) => version !== '')
}

interface AssetFacts {
  asset: WordColumn
  exposure: WordColumn
  owner: WordColumn
}
