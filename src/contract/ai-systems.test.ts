import { expect, it } from 'vitest'
import { newAiSystem } from './ai-systems.ts'

const withEndpoint = (endpoint: string) =>
  newAiSystem.safeParse({
    id: 'bot',
    name: 'Bot',
    parts: [{ kind: 'model', name: 'm', endpoint }],
  })

it.each(['', 'no address', 'ftp://a.example', 'https://u:p@a.example/v1', 'https://a.example/v1?key=1'])(
  'refuses %j as the address of a part, and never with a fault of its own',
  (endpoint) => {
    const problems = withEndpoint(endpoint).error?.issues.map(({ path }) => path.join('.')) ?? []
    expect(problems.some((path) => path.startsWith('parts.0.endpoint'))).toBe(true)
  },
)

it('takes a plain address', () => {
  const problems = withEndpoint('https://a.example/v1').error?.issues.map(({ path }) => path.join('.')) ?? []
  expect(problems.filter((path) => path.startsWith('parts.0.endpoint'))).toEqual([])
})
