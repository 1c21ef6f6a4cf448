import { expect, test } from 'vitest'
import { notifierKit } from '../notifier.kit.ts'
import { documentOf } from './document.ts'
import { jira } from './index.ts'

notifierKit(jira, { url: 'https://a.example', project: 'SEC', email: 'ada@a.example', token: 'a-secret-token' })

test('what is not said is as usual: a task, of the cloud', () => {
  expect(jira.schema.parse({ url: 'https://a.example', project: 'SEC', token: 't' })).toMatchObject({
    issueType: 'Task',
    version: '3',
  })
})

test('text becomes a document of paragraphs and line breaks', () => {
  expect(documentOf('one\ntwo\n\nthree')).toEqual({
    type: 'doc',
    version: 1,
    content: [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'one' }, { type: 'hardBreak' }, { type: 'text', text: 'two' }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: 'three' }] },
    ],
  })
})
