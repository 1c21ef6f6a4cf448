/** Between what is wrong and the long list of what would be right. */
const LIST = ', which are '

/** What a problem says, and apart from it the list of all formats that one of an unknown format ends with. */
export function foldedProblem(problem: { code: string; message: string } | null): { said: string; list?: string } {
  const { code, message } = problem ?? { code: '', message: 'nobody knows why' }
  const at = code === 'unrecognised' ? message.lastIndexOf(LIST) : -1
  return at < 0 ? { said: message } : { said: `${message.slice(0, at)}.`, list: message.slice(at + LIST.length) }
}
