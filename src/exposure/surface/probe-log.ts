/** Some probes of one address, in the order of sending. */
export interface ProbeLogRow {
  address: string
  transport: 'tcp' | 'udp'
  /** UTC instant of the first. */
  at: string
  ports: number[]
  /** Milliseconds after `at`. */
  afterMs: number[]
  /** Places in the list of outcomes. */
  outcomes: number[]
}

const MOST_IN_A_ROW = 1_000

/** Packs lines of a log into rows: one for each address and transport of a batch. */
export function packProbes(
  lines: readonly { at: number; address: string; port: number; transport: 'tcp' | 'udp'; outcome: number }[],
): ProbeLogRow[] {
  const rows: ProbeLogRow[] = []
  const open = new Map<string, { row: ProbeLogRow; at: number }>()
  for (const { at, address, port, transport, outcome } of lines) {
    const key = `${transport} ${address}`
    let current = open.get(key)
    if (!current || current.row.ports.length >= MOST_IN_A_ROW) {
      const row = { address, transport, at: new Date(at).toISOString(), ports: [], afterMs: [], outcomes: [] }
      current = { row, at }
      open.set(key, current)
      rows.push(row)
    }
    current.row.ports.push(port)
    current.row.afterMs.push(Math.round(at - current.at))
    current.row.outcomes.push(outcome)
  }
  return rows
}

/** Questions of a run to one server about one thing, counted. */
export interface QuestionLogRow {
  via: 'dns' | 'http'
  server: string
  about: string
  step: string
  outcome: string
  count: number
  firstAt: string
  lastAt: string
}

/** Questions as they are kept. */
export function packQuestions(
  asked: readonly (Omit<QuestionLogRow, 'firstAt' | 'lastAt'> & { firstAt: number; lastAt: number })[],
): QuestionLogRow[] {
  const text = (at: number) => new Date(at).toISOString()
  return asked.map(({ firstAt, lastAt, ...row }) => ({ ...row, firstAt: text(firstAt), lastAt: text(lastAt) }))
}
