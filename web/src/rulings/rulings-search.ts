/** What the lists of rulings and of changes hold in the address. An empty filter is kept: it is not the usual one. */
export interface RulingsSearch {
  filter?: string
  sort?: string
}

export const IN_FORCE = 'state:in-force'

/** Reads it from the address; what is not understood is left out. */
export function rulingsSearch({ filter, sort }: Record<string, unknown>): RulingsSearch {
  return {
    ...(typeof filter === 'string' && { filter }),
    ...(typeof sort === 'string' && /^[a-z]{1,20}$/.test(sort) && { sort }),
  }
}
