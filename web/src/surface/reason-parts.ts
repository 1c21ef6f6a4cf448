/** Why an asset is what it is: what says so most, where that was seen, and what else says so. */
export interface ReasonParts {
  /** `Named in a certificate that our service presents` */
  first: string
  /** `certificate of 192.0.2.7:443`; empty where the reason names no place. */
  seen: string
  others: string[]
}

/** Takes the reason of discovery apart, which names each sign by itself, the strongest first. */
export function reasonParts(reason: string): ReasonParts {
  const [strongest = '', ...others] = reason.split('; ')
  const [, first = strongest, seen = ''] = /^([^()]+) \(([^()]+)\)$/.exec(strongest) ?? []
  return { first, seen, others }
}
