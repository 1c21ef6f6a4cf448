import type { ImportedInventory, ReportedFinding } from '#core/vocabulary'
import type { ImportedFile } from '#intake/importers'

/**
 * One part for each host that a report speaks of, silent ones too, and one for its subject where something is left that no
 * host is named for. A component is on the hosts of the findings that name it. What is no report of hosts stays whole.
 */
export function partsByHost(imported: ImportedFile): ImportedFile[] {
  const { inventory } = imported
  const findings = inventory.findings ?? []
  const byHost = Map.groupBy(findings, ({ place }) => place.host)
  const hosts = [...new Set([...(inventory.hosts ?? []), ...byHost.keys()])].filter((host) => host !== undefined).sort()
  if (hosts.length === 0) return [imported]
  const parts = hosts.map((host) => partOf(inventory, host, byHost.get(host) ?? []))
  const rest = restOf(inventory, byHost.get(undefined) ?? [], parts)
  return [...(rest ? [rest] : []), ...parts].map((part) => ({ ...imported, inventory: part }))
}

function partOf(inventory: ImportedInventory, host: string, findings: ReportedFinding[]): ImportedInventory {
  const named = new Set(findings.flatMap(({ component }) => component?.ref ?? []))
  return {
    ...inventory,
    subject: { name: host, kind: 'host' },
    components: inventory.components.filter(({ ref }) => named.has(ref)),
    vex: [],
    findings,
    ...relationsOf(inventory, (of) => of === host),
  }
}

function relationsOf({ relations }: ImportedInventory, isWanted: (host: string | undefined) => boolean) {
  return relations ? { relations: relations.filter((relation) => isWanted(relation.host)) } : {}
}

function restOf(
  inventory: ImportedInventory,
  findings: ReportedFinding[],
  parts: readonly ImportedInventory[],
): ImportedInventory | undefined {
  const onHosts = new Set(parts.flatMap(({ components }) => components.map(({ ref }) => ref)))
  const named = new Set(findings.flatMap(({ component }) => component?.ref ?? []))
  const components = inventory.components.filter(({ ref }) => named.has(ref) || !onHosts.has(ref))
  if (findings.length + components.length + inventory.vex.length === 0) return undefined
  return { ...inventory, components, findings, ...relationsOf(inventory, (of) => of === undefined) }
}
