import { expect, it } from 'vitest'
import { serve } from '../browser/serve.ts'
import { withTestDatabase } from '../support/database.ts'
import { makePerson, Visitor } from '../support/people.ts'

it('an address of the API that no route takes is not looked for among the files of the browser part', () =>
  withTestDatabase(async (database) => {
    const server = await serve(database)
    try {
      const ada = await Visitor.of(server.origin, database, await makePerson(database, 'ada', 'admin'))
      for (const id of [
        'x'.repeat(5_000),
        `${'x'.repeat(200)}${encodeURIComponent('/../../etc/passwd')}`,
        '.hidden',
        '%2e%2e%2fx',
      ])
        for (const path of ['vulnerabilities', 'findings', 'nothing'])
          expect([path, id.slice(0, 20), await ada.outcome('GET', `/${path}/${id}`)]).toSatisfy(
            ([, , outcome]: string[]) => ['404 not-found', '414 address-too-long'].includes(outcome ?? ''),
          )
    } finally {
      await server.close()
    }
  }))
