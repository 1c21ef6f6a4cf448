import { type DecidingSettings, foundTable, type RunningServer, runningServer } from './running-server.ts'

/** By what a command on a data folder decides. */
export interface Deciding<Settings> {
  settings: Settings
  /** What its user should be told: the server decides otherwise than this command was told to. */
  told?: string
}

/**
 * The settings that decide on a data folder: those of the server that runs on it, whatever the command's own environment
 * says, so that an import from a shell comes to what the same import in the browser comes to. Without a server, its own.
 */
export function decidingOn<Settings extends DecidingSettings>(dataDir: string, own: Settings): Deciding<Settings> {
  const server = runningServer(dataDir)
  if (!server?.decides) return { settings: own }
  const { table, dial, maxKnowledgeAgeDays } = server.decides
  const settings = { ...own, table, dial, maxKnowledgeAgeDays }
  const told = toldOf(server, settings, { ...own, table: foundTable(own.table) })
  return told === undefined ? { settings } : { settings, told }
}

function toldOf({ origin }: RunningServer, theirs: DecidingSettings, own: DecidingSettings): string | undefined {
  const differ = (['table', 'dial', 'maxKnowledgeAgeDays'] as const).filter((key) => theirs[key] !== own[key])
  if (differ.length === 0) return undefined
  const words = differ.map((key) => `${key} ${valueWords(theirs[key])} (here ${valueWords(own[key])})`)
  return `decided as the server on this folder decides, at ${origin}: ${words.join(', ')}`
}

function valueWords(value: string | number | undefined): string {
  return value === undefined ? 'not set' : String(value)
}
