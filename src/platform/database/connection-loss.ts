/** SQLSTATEs of a server that goes down, crashed, or is not up yet; class 08 is the connection itself. */
const states = ['57P01', '57P02', '57P03']
/** What the operating system says of a broken or refused connection. */
const systemCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']
/** The client library's own words; it gives them no code. */
const words = /Connection terminated|connection error and is not queryable|Connection ended|connection timeout/i

/** True when work failed because the database went away, not because of the work: it can be done again when it is back. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: string }
  if (code !== undefined && (states.includes(code) || systemCodes.includes(code) || /^08\w{3}$/.test(code))) return true
  return words.test(error.message) || isConnectionLoss(error.cause)
}
