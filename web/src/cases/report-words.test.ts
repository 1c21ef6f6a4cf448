import { expect, it } from 'vitest'
import { ApiProblem } from '../api/client.ts'
import { notOpenWords, notSentWords } from './report-words.ts'

const problem = (code: string, status: number) => new ApiProblem({ code, status, detail: `${code} happened` })

it('a link that never was and one that was taken back are told the same, without whether it ever was', () => {
  const { title, words, isOfLink } = notOpenWords(problem('link-invalid', 403))
  expect({ title, words, isOfLink }).toEqual(notOpenWords(null))
  expect(`${title} ${words}`).not.toMatch(/taken back|expired|revoked|existed|unknown/i)
})

it('who is offline learns that it is not the link, and that nothing is lost', () => {
  expect(notOpenWords(problem('offline', 0)).title).toBe('The form cannot be reached')
  expect(notOpenWords(problem('too-many-requests', 429)).words).toMatch(/Wait a minute/)
  for (const code of ['offline', 'link-invalid', 'in-the-future'])
    expect(notSentWords(problem(code, 400))).toMatch(
      /^It (was not sent|may not have arrived).*(still here|Keep what you wrote)/,
    )
})
