/** A list's state in the address: the filter as text, the order, and the row that is looked at beside the list. */
export interface ListSearch {
  filter?: string
  sort?: string
  peek?: string
}

/** What is empty is left out, so that the plain address is the plain list. */
export function listSearch(search: Record<string, unknown>): ListSearch {
  const { filter, sort, peek } = search
  return {
    ...(typeof filter === 'string' && filter !== '' && { filter }),
    ...(typeof sort === 'string' && /^[a-z]{1,20}$/.test(sort) && { sort }),
    ...(typeof peek === 'string' && peek !== '' && { peek }),
  }
}
