import { closeSync, constants, openSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import type { KnowledgeCoverage, SourceId } from '#core/vocabulary'
import type { MaxAgeOf } from '../coverage.ts'
import type { EpssColumns } from './epss-table.ts'
import { FileOutput } from './file-output.ts'
import type { IndexHeader } from './format.ts'
import { readHeader } from './reader.ts'
import { finishedAside } from './steps.ts'
import { writeCoverage, writeEpss, writeHeader } from './writer.ts'

export interface Tail {
  generation: string
  builtAt: string
  coverages: readonly KnowledgeCoverage[]
  asOf: ReadonlyMap<SourceId, string>
  maxAgeOf?: MaxAgeOf | undefined
  /** Left out, the scores stay. */
  epss?: EpssColumns
}

/** Replaces the end of an index (scores, dates of the feeds, names) and keeps its records: a copy, then a rename. */
export async function rewriteTail(path: string, tail: Tail): Promise<IndexHeader> {
  const held = headerOf(path)
  const temporary = `${path}.${process.pid}.part`
  try {
    await copyFile(path, temporary, constants.COPYFILE_FICLONE)
    const from = tail.epss ? held.epss.codes.offset : held.coverage.offset
    truncateSync(temporary, from)
    const output = new FileOutput(temporary, 'r+', from)
    const epss = tail.epss ? await finishedAside(writeEpss(output, tail.epss)) : held.epss
    const coverage = writeCoverage(output, tail)
    const header = { ...held, generation: tail.generation, builtAt: tail.builtAt, epss, coverage }
    await output.settle()
    writeHeader(output, header)
    renameSync(temporary, path)
    return header
  } finally {
    rmSync(temporary, { force: true })
  }
}

function headerOf(path: string): IndexHeader {
  const file = openSync(path, 'r')
  try {
    const header = readHeader(file)
    if (!header.ok) throw new Error(header.error.message)
    return header.value
  } finally {
    closeSync(file)
  }
}
