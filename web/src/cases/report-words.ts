import { ApiProblem } from '../api/client.ts'

/**
 * What somebody without an account is told where the form does not open. Of a link it says the same whether it never was, was
 * taken back or has expired: who guesses learns nothing.
 */
export function notOpenWords(error: Error | null): { title: string; words: string; isOfLink: boolean } {
  const code = error instanceof ApiProblem ? error.code : undefined
  if (error === null || code === 'link-invalid')
    return {
      isOfLink: true,
      title: 'This link does not work',
      words:
        'It may be incomplete, or hold no longer. Copy all of it once more, with everything after the #. If that does not help, ask whoever gave it to you for a new one.',
    }
  if (code === 'too-many-requests')
    return {
      isOfLink: false,
      title: 'The form cannot be opened right now',
      words: 'It was asked for very often. Wait a minute, and try again.',
    }
  return {
    isOfLink: false,
    title: 'The form cannot be reached',
    words: 'Nothing answers. Look whether you are online, and try again.',
  }
}

/** What they are told where a code finds no report. */
export function noReportWords(error: Error): string {
  const code = error instanceof ApiProblem ? error.code : undefined
  if (code === 'link-invalid') return 'No report has this code. Look at each letter once more.'
  if (code === 'too-many-requests') return 'It was asked for very often. Wait a minute, and try again.'
  return 'Nothing answers. Look whether you are online, and try again.'
}

/** What they are told where a report was not taken: what they wrote is still in the form. */
export function notSentWords(error: Error): string {
  const code = error instanceof ApiProblem ? error.code : undefined
  if (code === 'offline')
    return 'It may not have arrived, for nothing answers. What you wrote is still here: try again.'
  if (code === 'link-invalid')
    return 'It was not sent, for the link does not work any more. Keep what you wrote, and ask whoever gave you the link for a new one.'
  if (code === 'too-many-requests')
    return 'It was not sent, for a lot came in a short time. Wait a minute, and try again. What you wrote is still here.'
  return `It was not sent: ${error.message}. What you wrote is still here.`
}
