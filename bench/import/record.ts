import { digestOf, emptyOutcome, systemClock } from '#core/kernel'
import type { Component, ImportedInventory } from '#core/vocabulary'
import { componentsOfAsset, recordImport } from '#exposure/inventory/store'
import { DEFAULT_WORKSPACE, openDatabase } from '#platform/database'

const COMPONENTS = 100_000

export interface RecordingFigure {
  name: string
  components: number
  ms: number
}

function inventoryOf(count: number, release: number, statedAt: string): ImportedInventory {
  const components = Array.from({ length: count }, (_, index): Component => {
    // One in a hundred changes its version with the release.
    const version = `1.${index % 100 === 0 ? release : 0}.${index % 9}`
    const name = `package-${index}`
    return {
      ref: `c${index}`,
      purl: `pkg:npm/${name}@${version}`,
      cpes: [],
      name,
      version,
      type: 'npm',
      upstream: [],
      licences: ['MIT'],
      location: '',
      dependsOn: index > 0 ? [`c${index - 1}`] : [],
      evidence: [{ kind: 'sbom', by: 'cyclonedx', path: 'large.cdx.json', pointer: `/components/${index}` }],
    }
  })
  return {
    importer: 'cyclonedx',
    format: 'CycloneDX 1.6 JSON',
    subject: { name: 'large', kind: 'application' },
    tool: 'bench',
    statedAt,
    components,
    vex: [],
  }
}

/** Times the first import of 100,000 components, the same again, a newer one, and reading them back. */
export async function measureRecording(dataDir: string): Promise<RecordingFigure[]> {
  const opened = await openDatabase({ dataDir })
  if (!opened.ok) throw new Error(opened.error.message)
  const database = opened.value
  const record = async (name: string, inventory: ImportedInventory) => {
    const contentDigest = digestOf(`${inventory.statedAt}`)
    const started = performance.now()
    const { assetId } = await recordImport(database, DEFAULT_WORKSPACE, {
      inventory,
      outcome: emptyOutcome(),
      fileName: 'x',
      contentDigest,
      importedAt: systemClock(),
    })
    return { figure: { name, components: COMPONENTS, ms: performance.now() - started }, assetId }
  }
  try {
    const first = inventoryOf(COMPONENTS, 0, '2024-01-01T00:00:00.000Z')
    const { figure, assetId } = await record('first import', first)
    const figures = [figure, (await record('the same file again', first)).figure]
    figures.push(
      (await record('a newer file, 1 % changed', inventoryOf(COMPONENTS, 1, '2024-01-02T00:00:00.000Z'))).figure,
    )
    const started = performance.now()
    let read = 0
    await database.inWorkspace(DEFAULT_WORKSPACE, async (transaction) => {
      for await (const component of componentsOfAsset(transaction, assetId)) read += component.name ? 1 : 0
    })
    return [...figures, { name: 'read back', components: read, ms: performance.now() - started }]
  } finally {
    await database.close()
  }
}
