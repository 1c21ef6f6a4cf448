import type { Component, Distribution, KnowledgeKey } from '#core/vocabulary'
import { identify } from './identity.ts'
import type { Dial } from './matchers/types.ts'
import { keysOfIdentity } from './opinions.ts'

/**
 * The keys under which knowledge may speak about a component, sorted. When none of their statements changed, neither
 * did the component's matches: after a feed only components with a changed key need matching again.
 */
export function keysOfComponent(
  component: Component,
  options: { dial: Dial; distribution?: Distribution },
): KnowledgeKey[] {
  return keysOfIdentity(identify(component, options.distribution), options.dial)
}

/** Keeps the components that one of the changed keys may concern. */
export function touchedComponents(
  components: Iterable<Component>,
  changed: ReadonlySet<KnowledgeKey>,
  options: { dial: Dial; distribution?: Distribution },
): Component[] {
  return [...components].filter((component) => keysOfComponent(component, options).some((key) => changed.has(key)))
}

/** The row a component is counted under: `Debian:12`, `npm`, `(no ecosystem)`. `distribution`: of what it was found in. */
export function ecosystemOfComponent(component: Component, distribution?: Distribution): string {
  return identify(component, distribution).ecosystem
}
