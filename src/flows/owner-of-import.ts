import { err, ok, problem, type Result } from '#core/kernel'
import type { AssetKind, NamedAsset } from '#core/vocabulary'
import { assetsNamed } from '#exposure/inventory/store'
import type { Database } from '#platform/database'

/** The asset that an import is recorded on. */
export type ImportOwner = NamedAsset & { naturalKey?: string }

/**
 * The asset that a person means by its name or id. A report on a repository belongs to the application of that name, too:
 * one who names an asset does not ask what kind the tool calls it. Of several of the name the one of the report's own kind
 * is meant; where there is none, it is not guessed. A name that nothing has is a new asset. Problem `ambiguous-asset`.
 */
export async function ownerOfImport(
  database: Database,
  workspaceId: string,
  name: string,
  kind: AssetKind,
): Promise<Result<ImportOwner>> {
  const known = await assetsNamed(database, workspaceId, name)
  const ofKind = known.filter((one) => one.kind === kind)
  const [meant, ...others] = ofKind.length > 0 ? ofKind : known
  if (meant === undefined) return ok({ kind, name })
  if (others.length === 0) return ok({ kind: meant.kind, name: meant.name, naturalKey: meant.naturalKey })
  const listed = [meant, ...others].slice(0, 5).map((one) => `${one.kind} ${one.id}`)
  return err(
    problem(
      'ambiguous-asset',
      `${others.length + 1} assets are called “${name}”: give the id of one instead (${listed.join(', ')})`,
    ),
  )
}
