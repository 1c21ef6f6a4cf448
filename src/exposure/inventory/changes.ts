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

/** Pairs what went with what came of the same package and place; what finds no partner was added or removed. */
export function pairChanges(came: readonly ChangedComponent[], went: readonly ChangedComponent[]): InventoryChanges {
  const open = new Map<string, ChangedComponent[]>()
  for (const component of inOrder(went)) {
    const key = packageOf(component)
    open.set(key, [...(open.get(key) ?? []), component])
  }
  const changes: InventoryChanges = { added: [], removed: [], changedVersion: [] }
  for (const component of inOrder(came)) {
    const from = open.get(packageOf(component))?.shift()
    if (from) changes.changedVersion.push({ from, to: component })
    else changes.added.push(component)
  }
  changes.removed = inOrder([...open.values()].flat())
  return changes
}

function packageOf({ type, namespace, name, location }: ChangedComponent): string {
  return JSON.stringify([type ?? '', namespace ?? '', name, location])
}

function inOrder(components: readonly ChangedComponent[]): ChangedComponent[] {
  const key = (component: ChangedComponent) => `${component.name}\0${component.version ?? ''}\0${component.id}`
  return components
    .map((component) => ({ component, key: key(component) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((entry) => entry.component)
}
