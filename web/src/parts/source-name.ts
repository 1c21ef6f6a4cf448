/** A source under the name that people know it by; what came with Lunette itself is no source of anybody else's. */
export function sourceName(source: string): string {
  return source === 'starter' ? 'the facts that Lunette comes with' : source
}
