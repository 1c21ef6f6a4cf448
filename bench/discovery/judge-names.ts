import type { TrueName, Truth } from './lab.ts'
import type { Found } from './look.ts'

/** How what was found stands to the truth. */
export interface NameVerdict {
  inScope: number
  missed: TrueName[]
  /** Told as ours and not there. */
  ghosts: string[]
  /** Told as ours and somebody else's. */
  takenWrongly: string[]
}

/** Techniques that need a look at services. */
const serviceTechniques =
  /^(?:cert-san|html-link|http-\w+|javascript|sitemap|robots|security-txt|smtp-banner|ip-range-scan)(?:@|$)/

/** Whether names and public sources alone lead to a name. */
export function needsNoService({ discover }: TrueName): boolean {
  return discover.some((technique) => !serviceTechniques.test(technique))
}

export function judgeNames({ names }: Truth, { assets }: Found): NameVerdict {
  const owned = new Set(
    [...assets.values()].flatMap(({ asset, standing }) =>
      standing === 'owned' && (asset.kind === 'domain' || asset.kind === 'hostname') ? [asset.name] : [],
    ),
  )
  const truth = new Map(names.map((one) => [one.name, one]))
  const inScope = names.filter((one) => one.in_scope)
  return {
    inScope: inScope.length,
    missed: inScope.filter(({ name }) => !owned.has(name)),
    ghosts: [...owned].filter((name) => !truth.has(name)),
    takenWrongly: [...owned].filter((name) => truth.get(name)?.in_scope === false),
  }
}
