#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Type stripping of the modules a scan needs costs more than the scan's own work; the cache makes it a one-time cost.
enableCompileCache()
const { createProgram } = await import('./program.ts')
await createProgram().parseAsync(process.argv)
