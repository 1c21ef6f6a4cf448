import { type Received, type Receiver, receiver } from './receiver.ts'

interface Issue {
  key: string
  summary: string
  description: unknown
  labels: string[]
  status: keyof typeof statuses
  comments: unknown[]
}

const statuses = {
  'To Do': { name: 'To Do', statusCategory: { key: 'new' } },
  'In Progress': { name: 'In Progress', statusCategory: { key: 'indeterminate' } },
  Done: { name: 'Done', statusCategory: { key: 'done' } },
} as const

/** A real HTTP server that speaks the part of Jira's REST API that tickets need, with a workflow of three statuses. */
export interface LocalJira {
  origin: string
  issues: Issue[]
  /** Requests as they came. */
  received: Received[]
  /** Answers instead of Jira while it is set. */
  trouble: ((request: Received) => { status: number } | undefined) | undefined
  close(): Promise<void>
}

export async function localJira(version: '2' | '3', authorization: string): Promise<LocalJira> {
  const server: Receiver = await receiver()
  const jira: LocalJira = {
    origin: server.origin,
    issues: [],
    received: server.received,
    trouble: undefined,
    close: () => server.close(),
  }
  const base = `/rest/api/${version}/`
  server.answer = (request) => {
    const trouble = jira.trouble?.(request)
    if (trouble) return trouble
    if (request.headers.authorization !== authorization) return json(401, {})
    if (!request.path.startsWith(base)) return json(404, { errorMessages: ['dead link'] })
    const { pathname, searchParams } = new URL(request.path.slice(base.length), 'http://jira/')
    const [, noun, key, verb] = pathname.split('/')
    const body = request.body === '' ? {} : JSON.parse(request.body)
    if (pathname === (version === '2' ? '/search' : '/search/jql')) return search(jira, searchParams.get('jql') ?? '')
    if (noun !== 'issue') return json(404, { errorMessages: ['dead link'] })
    if (key === undefined) return create(jira, version, body)
    const issue = jira.issues.find((one) => one.key === key)
    if (!issue) return json(404, { errorMessages: ['Issue does not exist or you do not have permission to see it.'] })
    return verb === 'comment' ? comment(issue, version, body) : transition(issue, request.method, body)
  }
  return jira
}

type Body = Record<string, never> & { fields?: Record<string, unknown>; body?: unknown; transition?: { id: string } }

function create(jira: LocalJira, version: string, { fields = {} }: Body) {
  const { summary, description, labels } = fields
  if (typeof summary !== 'string' || /[\r\n]/.test(summary) || summary.length > 255)
    return json(400, { errors: { summary: 'The summary is invalid because it contains newline characters.' } })
  if (!isText(version, description)) return json(400, { errors: { description: 'Operation value must be a document' } })
  if (JSON.stringify(fields.project) !== '{"key":"SEC"}')
    return json(400, { errors: { project: 'valid project is required' } })
  const key = `SEC-${jira.issues.length + 1}`
  jira.issues.push({ key, summary, description, labels: labels as string[], status: 'To Do', comments: [] })
  return json(201, { id: String(10_000 + jira.issues.length), key })
}

function comment(issue: Issue, version: string, { body }: Body) {
  if (!isText(version, body)) return json(400, { errors: { comment: 'INVALID_INPUT' } })
  issue.comments.push(body)
  return json(201, { id: '1' })
}

function transition(issue: Issue, method: string, body: Body) {
  const ways = Object.values(statuses).filter(({ name }) => name !== issue.status)
  const listed = ways.map((to, index) => ({ id: String(index + 11), name: `to ${to.name}`, to }))
  if (method === 'GET') return json(200, { transitions: listed })
  const way = listed.find(({ id }) => id === body.transition?.id)
  if (!way)
    return json(400, { errorMessages: ['It seems that you have tried to perform an illegal workflow operation'] })
  issue.status = way.to.name
  return { status: 204 }
}

function search(jira: LocalJira, jql: string) {
  const quoted = [...jql.matchAll(/"([^"]*)"/g)].map(([, text]) => text ?? '')
  const field = /^(labels|key|project)\b/.exec(jql)?.[1]
  if (!field) return json(400, { errorMessages: [`Error in the JQL Query: ${jql}`] })
  const found = jira.issues.filter(({ key, labels }) =>
    field === 'project'
      ? quoted[0] === 'SEC'
      : quoted.some((text) => (field === 'key' ? key === text : labels.includes(text))),
  )
  return json(200, { issues: found.map(({ key, status }) => ({ key, fields: { status: statuses[status] } })) })
}

/** Version 3 takes documents, version 2 plain text. */
function isText(version: string, value: unknown): boolean {
  return version === '2' ? typeof value === 'string' : (value as { type?: string } | null)?.type === 'doc'
}

function json(status: number, body: object) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
