import type { Report, Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { BundleImport } from './bundle-import.ts'
import type { BundleHead } from './bundle-lines.ts'

export type { BundleImport } from './bundle-import.ts'
export type { BundleHead } from './bundle-lines.ts'

/*
 * Bundles are rare and their schemas are heavy to load; a scan must not pay for them at start. So they are loaded
 * when first used.
 */

/** Reads only the head of a bundle: when it was made, from which feeds, under which terms. Problem: `bundle-refused`. */
export async function readBundleHead(path: string): Promise<Result<BundleHead>> {
  return (await import('./bundle-import.ts')).readBundleHead(path)
}

/**
 * Brings a bundle's knowledge into the database; publish afterwards (`KnowledgeIngest.publish`). The file is verified
 * before anything is written; sources held with a later date stay. Problems: `bundle-refused`, `knowledge-busy`.
 */
export async function importBundle(database: Database, path: string, report?: Report): Promise<Result<BundleImport>> {
  return (await import('./bundle-import.ts')).importBundle(database, path, report)
}
