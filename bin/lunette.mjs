#!/usr/bin/env -S node --max-semi-space-size=8 --initial-heap-size=160 --disable-warning=ExperimentalWarning
// The command line's entry: hands over to Node 24 where the shell's Node is older. Arguments pass through untouched.
import * as modules from 'node:module'
import { builtProgram } from './built.mjs'

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Stripping the types of what a scan needs costs more than its own work; the cache makes that a one-time cost, and
  // with this file in JavaScript the stripper is not even loaded.
  modules.enableCompileCache()
  const built = builtProgram()
  const { createProgram } = await (built ? import(built) : import('../src/app/cli/program.ts'))
  await createProgram().parseAsync(process.argv)
} else {
  // The entry of the npm scripts has Node 24, passes signals on to it and ends as it ends; one process less between.
  process.argv.splice(2, 0, 'lunette')
  await import('../tools/run.mjs')
}
