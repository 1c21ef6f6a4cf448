/** Each key once, in the order given. Nearly every component has one or none. */
export function distinct<Key>(keys: Key[]): Key[] {
  return keys.length < 2 ? keys : [...new Set(keys)]
}
