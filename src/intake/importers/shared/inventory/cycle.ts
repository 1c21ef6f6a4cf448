import type { Component } from '#core/vocabulary'

/** One cycle of dependencies as refs, the first repeated at the end; iterative, because documents choose the depth. */
export function findCycle(components: ReadonlyMap<string, Component>): string[] | undefined {
  const state = new Map<string, 'open' | 'done'>()
  const roots: string[] = []
  components.forEach(({ dependsOn }, ref) => {
    if (dependsOn.length > 0) roots.push(ref)
  })
  for (const root of roots) {
    if (state.has(root)) continue
    const path: { ref: string; next: number }[] = [{ ref: root, next: 0 }]
    state.set(root, 'open')
    while (path.length > 0) {
      const top = path.at(-1)!
      const target = components.get(top.ref)?.dependsOn[top.next++]
      if (target === undefined) {
        state.set(top.ref, 'done')
        path.pop()
      } else if (state.get(target) === 'open') {
        const refs = path.map((step) => step.ref)
        return [...refs.slice(refs.indexOf(target)), target].slice(0, 12)
      } else if (!state.has(target) && components.has(target)) {
        state.set(target, 'open')
        path.push({ ref: target, next: 0 })
      }
    }
  }
  return undefined
}
