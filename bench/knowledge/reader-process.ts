/** Reads single vulnerabilities until its input ends, in a process of its own: `reader-process.ts <data folder>`. */
import { join } from 'node:path'
import { openDatabase } from '#platform/database'
import { readMeanwhile } from './readers.ts'

const [dataDir = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, join: true })
if (!database.ok) throw new Error(database.error.message)
const stop = { stopped: false }
process.stdin.on('end', () => {
  stop.stopped = true
})
process.stdin.resume()
const begun = () => process.stdout.write('reading\n')
const readings = await readMeanwhile(database.value, join(dataDir, 'knowledge.index'), stop, begun)
await database.value.close()
process.stdout.write(`${JSON.stringify(readings)}\n`)
