import { z } from 'zod'
import { problem, type Result } from '#core/kernel'
import type { DeliveryFailure, HttpReply, NotifierPorts, OpenTarget, TicketState } from '../contract.ts'
import { deliveredBy } from '../reply.ts'
import { documentOf } from './document.ts'

const issue = z.object({ key: z.string() })
const status = z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).optional() })
const found = z.object({ issues: z.array(z.object({ key: z.string(), fields: z.object({ status }) })) })
const transitions = z.object({ transitions: z.array(z.object({ id: z.string(), to: status })) })
const complaint = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
})
const DONE = 'done'
const MOST_FOUND = 100

type Failed = { ok: false; error: DeliveryFailure }
type Asked<T> = { ok: true; value: T } | Failed

/** Jira's REST API as far as tickets need it: version 3 of the cloud, version 2 of a data center. */
export class JiraApi {
  readonly #target: OpenTarget
  readonly #ports: NotifierPorts

  constructor(target: OpenTarget, ports: NotifierPorts) {
    this.#target = target
    this.#ports = ports
  }

  /** Page of a ticket for people. */
  urlOf(key: string): string {
    return `${this.#base()}/browse/${encodeURIComponent(key)}`
  }

  async create(fields: { summary: string; text: string; labels: string[] }): Promise<Asked<string>> {
    const { project = '', issueType = '' } = this.#target.settings
    const { summary, text, labels } = fields
    const asked = await this.#ask('POST', 'issue', {
      fields: {
        project: { key: project },
        issuetype: { name: issueType },
        summary,
        description: this.#text(text),
        labels,
      },
    })
    const made = read(asked, issue)
    return made.ok ? { ok: true, value: made.value.key } : made
  }

  async comment(key: string, text: string): Promise<Asked<void>> {
    const asked = await this.#ask('POST', `issue/${encodeURIComponent(key)}/comment`, { body: this.#text(text) })
    return asked.ok ? { ok: true, value: undefined } : asked
  }

  /** Tickets by JQL, at most a hundred. */
  async find(jql: string): Promise<Asked<TicketState[]>> {
    const path = this.#target.settings.version === '2' ? 'search' : 'search/jql'
    const query = new URLSearchParams({ jql, fields: 'status', maxResults: String(MOST_FOUND) })
    const asked = read(await this.#ask('GET', `${path}?${query}`), found)
    if (!asked.ok) return asked
    const states = asked.value.issues.map(({ key, fields }) => ({
      key,
      status: fields.status.name,
      done: fields.status.statusCategory?.key === DONE,
    }))
    return { ok: true, value: states }
  }

  /** Moves a ticket to the first status that is done, or that is not. Problem `no-transition`: its workflow has no such way. */
  async move(key: string, done: boolean): Promise<Asked<void>> {
    const path = `issue/${encodeURIComponent(key)}/transitions`
    const asked = read(await this.#ask('GET', path), transitions)
    if (!asked.ok) return asked
    const way = asked.value.transitions.find(({ to }) => (to.statusCategory?.key === DONE) === done)
    if (!way) {
      const message = `the workflow of ${key} has no way to a status that is ${done ? 'done' : 'open'} for this user`
      return { ok: false, error: { ...problem('no-transition', message), final: true } }
    }
    const moved = await this.#ask('POST', path, { transition: { id: way.id } })
    return moved.ok ? { ok: true, value: undefined } : moved
  }

  #base(): string {
    return (this.#target.settings.url ?? '').replace(/\/+$/, '')
  }

  #text(text: string): unknown {
    return this.#target.settings.version === '2' ? text : documentOf(text)
  }

  async #ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Asked<HttpReply>> {
    const { version = '3' } = this.#target.settings
    const reply = await this.#ports.call({
      method,
      url: `${this.#base()}/rest/api/${version}/${path}`,
      headers: {
        accept: 'application/json',
        authorization: this.#authorization(),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const arrived = deliveredBy(reply)
    if (!arrived.ok) return explained(arrived, reply)
    return reply.ok ? { ok: true, value: reply.value } : { ok: false, error: reply.error }
  }

  /** Cloud: mail address and API token; data center: a personal access token alone. */
  #authorization(): string {
    const { email } = this.#target.settings
    const { token = '' } = this.#target.secrets
    return email ? `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}` : `Bearer ${token}`
  }
}

/** What Jira says is wrong; what it will not take however often it is asked is final. */
function explained(failed: Failed, reply: Result<HttpReply>): Failed {
  if (!reply.ok || reply.value.status < 400 || reply.value.status >= 500) return failed
  const said = complaint.safeParse(parseJson(reply.value.text))
  const words = said.success ? [...said.data.errorMessages, ...Object.values(said.data.errors)] : []
  const final = reply.value.status === 400 || reply.value.status === 404
  const message = [failed.error.message, ...words].join(': ').slice(0, 500)
  return { ok: false, error: { ...failed.error, message, ...(final && { final }) } }
}

function read<T>(asked: Asked<HttpReply>, schema: z.ZodType<T>): Asked<T> {
  if (!asked.ok) return asked
  const parsed = schema.safeParse(parseJson(asked.value.text))
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, error: problem('unexpected-answer', 'this does not answer like Jira: look at the address') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
