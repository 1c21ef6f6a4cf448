import type { ComponentId } from './identity.ts'

/** A component as far as a change of the inventory names it. */
export interface ChangedComponent {
  id: ComponentId
  name: string
  namespace?: string
  type?: string
  version?: string
  location: string
}

/** What came, what went, and what is there in another version. */
export interface InventoryChanges {
  added: ChangedComponent[]
  removed: ChangedComponent[]
  changedVersion: { from: ChangedComponent; to: ChangedComponent }[]
}

/**
 * Pairs what went with what came of the same package and place; then of places that differ by the version in their name
 * alone, as files of a package mostly are called. What finds no partner was added or removed.
 */
export function pairChanges(came: readonly ChangedComponent[], went: readonly ChangedComponent[]): InventoryChanges {
  const here = pairBy(packageOf, came, went)
  const moved = pairBy(packageOfAnyVersion, here.added, here.removed)
  return { ...moved, changedVersion: [...here.changedVersion, ...moved.changedVersion] }
}

function pairBy(
  keyOf: (component: ChangedComponent) => string,
  came: readonly ChangedComponent[],
  went: readonly ChangedComponent[],
): InventoryChanges {
  const open = new Map<string, ChangedComponent[]>()
  for (const component of inOrder(went)) {
    const key = keyOf(component)
    open.set(key, [...(open.get(key) ?? []), component])
  }
  const changes: InventoryChanges = { added: [], removed: [], changedVersion: [] }
  for (const component of inOrder(came)) {
    const from = open.size > 0 ? open.get(keyOf(component))?.shift() : undefined
    if (from) changes.changedVersion.push({ from, to: component })
    else changes.added.push(component)
  }
  changes.removed = inOrder([...open.values()].flat())
  return changes
}

function packageOf({ type, namespace, name, location }: ChangedComponent): string {
  return JSON.stringify([type ?? '', namespace ?? '', name, location])
}

function packageOfAnyVersion(component: ChangedComponent): string {
  const { version, location } = component
  return packageOf({ ...component, location: version ? location.replaceAll(version, '*') : location })
}

function inOrder(components: readonly ChangedComponent[]): ChangedComponent[] {
  return components.toSorted(
    (a, b) => compareText(a.name, b.name) || compareText(a.version ?? '', b.version ?? '') || compareText(a.id, b.id),
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
