/** What shows that an owned asset is the organisation's: somebody named it, it was proven, or a person answers for it. */
export type OwnershipProof = 'stated' | 'proven' | 'attested'

/** Reasons for a standing, as words of their own and as the end of others. */
interface Reasons {
  itself: readonly string[]
  below: readonly string[]
}

/** Which reasons say which proof; all others rest on the asset that they name, or on the names of an address. */
export const proofReasons: Readonly<Record<OwnershipProof, Reasons>> = {
  stated: {
    itself: ['Named as a seed, not proven yet'],
    below: ['which is named as a seed, not proven yet'],
  },
  proven: { itself: ['Proven to be ours'], below: ['which is proven to be ours'] },
  attested: {
    itself: [
      'Attested to be ours',
      'Ruled so by a person',
      'Lies in the approved scope',
      'Lies in an approved range, and is not looked at: it is excluded',
      'Was approved with its name, and is not looked at: it is excluded',
    ],
    below: ['which is attested to be ours', 'of which a person ruled so'],
  },
}
