declare const brand: unique symbol
/** A `Base` that only a parser can make, so that an EPSS percentile cannot stand where a probability belongs. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name }
