import { existsSync } from 'node:fs'
import type { ScanReport } from '#action/reports'
import { commandLine, ok, type Result } from '#core/kernel'
import type { KnowledgeReader } from '#core/vocabulary'
import { openIndex, openStarter } from '#exposure/knowledge'
import { dataFolder, indexPath } from '../data-folder.ts'

export interface OpenKnowledge {
  reader: KnowledgeReader
  origin: ScanReport['knowledge']['origin']
}

/** The index of the data folder, else the built-in starter, which knows only the sample organisation's vulnerabilities. */
export function openKnowledge(dataDirFlag: string | undefined): Result<OpenKnowledge> {
  const path = indexPath(dataFolder(dataDirFlag))
  if (existsSync(path)) {
    const index = openIndex(path)
    return index.ok ? ok({ reader: index.value, origin: 'index' }) : index
  }
  process.stderr.write(
    `lunette: no knowledge loaded yet, only the built-in starter answers: run "${commandLine('feeds refresh')}"\n`,
  )
  const starter = openStarter()
  return starter.ok ? ok({ reader: starter.value, origin: 'starter' }) : starter
}
