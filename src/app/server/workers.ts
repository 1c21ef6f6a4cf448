import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Job } from '#contract'
import { err, problem } from '#core/kernel'
import { assetKinds, discoveryLooks, exposures } from '#core/vocabulary'
import type { Worker } from './job-entry.ts'
import type { ServerFlows } from './types.ts'

const importPayload = z.object({
  path: z.string(),
  fileName: z.string(),
  exposure: z.enum(exposures),
  assetName: z.string().optional(),
  actor: z.string(),
})
const previewPayload = importPayload.extend({ previewId: z.string() })
const samplePayload = z.object({ actor: z.string() })
const refreshPayload = z.object({ actor: z.string(), feeds: z.array(z.string()).optional() })

const discoverPayload = z.object({
  runId: z.uuid(),
  actor: z.string(),
  seeds: z.array(z.object({ kind: z.enum(assetKinds), name: z.string() })).default([]),
  look: z.enum(discoveryLooks).default('deep'),
  agent: z.string().optional(),
})

const evaluatePayload = z.object({ orderId: z.uuid() })

/** How each kind of accepted work is done. All of it may be done twice: imports and feeds know what they hold already. */
export function workersOf(flows: ServerFlows): Readonly<Record<Job['kind'], Worker>> {
  return {
    import: {
      changes: ['findings', 'assets', 'imports'],
      async run({ payload, workspaceId }, progress, stop) {
        const work = importPayload.parse(payload)
        // Interrupted between its end and its being noted: the file is gone because it was read.
        if (!existsSync(work.path))
          return err(problem('upload-gone', 'the uploaded file is no longer there: it was imported, or send it again'))
        const done = await flows.importFile({ ...work, workspaceId: workspaceId ?? '' }, progress, stop)
        if (!done.ok && !stop.aborted) {
          const { code, message } = done.error
          const detail = { import: { title: work.fileName, code, message } }
          await flows.tell(workspaceId ?? '', { kind: 'import.failed', key: `import:${work.path}`, detail })
        }
        if (done.ok || !stop.aborted) await rm(dirname(work.path), { recursive: true, force: true })
        return done
      },
    },
    preview: {
      changes: ['previews'],
      async run({ payload, workspaceId }, progress, stop) {
        const work = { ...previewPayload.parse(payload), workspaceId: workspaceId ?? '' }
        const done = await flows.previewImport(work, progress, stop)
        if (!done.ok && !stop.aborted) await rm(dirname(work.path), { recursive: true, force: true })
        return done
      },
    },
    deliver: {
      changes: ['deliveries'],
      quiet: true,
      run: ({ workspaceId }, progress, stop) => flows.deliver({ workspaceId: workspaceId ?? '' }, progress, stop),
    },
    watch: {
      changes: ['assurance'],
      quiet: true,
      run: ({ workspaceId }, _progress, stop) => flows.watch({ workspaceId: workspaceId ?? '' }, stop),
    },
    discover: {
      changes: ['surface', 'findings', 'assets', 'imports'],
      live: ['surface'],
      run: ({ payload, workspaceId }, progress, stop) =>
        flows.discover({ ...discoverPayload.parse(payload), workspaceId: workspaceId ?? '' }, progress, stop),
    },
    evaluate: {
      changes: ['assurance'],
      run: ({ payload, workspaceId }, progress, stop) =>
        flows.evaluate({ ...evaluatePayload.parse(payload), workspaceId: workspaceId ?? '' }, progress, stop),
    },
    sample: {
      changes: ['findings', 'assets', 'imports', 'assurance'],
      run: ({ payload, workspaceId }, progress, stop) =>
        flows.loadSample({ ...samplePayload.parse(payload), workspaceId: workspaceId ?? '' }, progress, stop),
    },
    reassess: {
      changes: ['findings', 'assets'],
      run: (_request, progress, stop) => flows.reassess(progress, stop),
    },
    refresh: {
      changes: ['feeds', 'findings'],
      run({ payload }, progress, stop) {
        const { actor, feeds } = refreshPayload.parse(payload)
        return flows.refreshFeeds({ actor, ...(feeds && { feeds }) }, progress, stop)
      },
    },
  }
}
