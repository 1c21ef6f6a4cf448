import { Readable } from 'node:stream'
import { facets } from '#contract'
import {
  type AuditEntry,
  auditDaysQuery,
  auditExportQuery,
  auditPage,
  auditQuery,
  auditVerification,
} from '#contract/audit'
import { auditHead, verifyAudit } from '#platform/audit'
import { auditFacets, listAudit } from '#views/audit'
import { nameSubjects } from '#views/audit-names'
import { csvLine } from '../csv.ts'
import { type RouteApp, type RouteParts, sessionOf } from '../route-app.ts'
import { strictRate } from '../security.ts'

const tags = ['audit']

/** Who changed what: the workspace's trail for its owners, the instance's for who runs it. */
export function auditRoutes(app: RouteApp, { database, config }: RouteParts): void {
  // Recomputing a long chain is work: a person asks now and then.
  const rateLimit = strictRate(config)
  const trails = [
    {
      path: '/audit',
      access: 'owner',
      chainOf: (request: Parameters<typeof sessionOf>[0]) => sessionOf(request).workspaceId,
    },
    { path: '/instance/audit', access: 'instance', chainOf: () => 'instance' },
  ] as const
  for (const { path, access, chainOf } of trails) {
    app.get(
      path,
      { config: { access }, schema: { tags, querystring: auditQuery, response: { 200: auditPage } } },
      async (request) => {
        const chain = chainOf(request)
        const page = await listAudit(database, chain, request.query)
        const rows = await nameSubjects(database, chain === 'instance' ? undefined : chain, page.rows)
        return { ...page, rows }
      },
    )

    app.get(
      `${path}/facets`,
      { config: { access }, schema: { tags, querystring: auditDaysQuery, response: { 200: facets } } },
      (request) => auditFacets(database, chainOf(request), request.query),
    )

    app.get(
      `${path}/export`,
      { config: { access }, schema: { tags, querystring: auditExportQuery } },
      async (request, reply) => {
        const { format, ...query } = request.query
        const chain = chainOf(request)
        const lines = exportLines(format, (cursor) =>
          listAudit(database, chain, { ...query, limit: 500, ...(cursor && { cursor }) }),
        )
        return reply
          .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson')
          .header('content-disposition', `attachment; filename="audit.${format}"`)
          .send(Readable.from(lines))
      },
    )

    app.get(
      `${path}/verification`,
      { config: { access, rateLimit }, schema: { tags, response: { 200: auditVerification } } },
      async (request) => {
        const chain = chainOf(request)
        const { brokenAt = null, ...counts } = await verifyAudit(database, chain)
        return { ...counts, brokenAt, head: (await auditHead(database, chain))?.digest ?? null }
      },
    )
  }
}

const columns = ['position', 'at', 'actor', 'action', 'target', 'detail', 'digest'] as const

async function* exportLines(
  format: 'csv' | 'jsonl',
  page: (cursor: string | undefined) => Promise<{ rows: AuditEntry[]; next: string | null }>,
): AsyncGenerator<string> {
  if (format === 'csv') yield csvLine(columns)
  let cursor: string | undefined
  do {
    const { rows, next } = await page(cursor)
    for (const row of rows)
      yield format === 'csv' ? csvLine(columns.map((name) => cellOf(row[name]))) : `${JSON.stringify(row)}\n`
    cursor = next ?? undefined
  } while (cursor !== undefined)
}

function cellOf(value: AuditEntry[keyof AuditEntry]) {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
