import { createHash, type Hash } from 'node:crypto'
import { isAsked, MOST_SAID, type Said } from './asked.ts'
import { MAX_ATTRIBUTES, MAX_KEY, MAX_VALUE } from './contract.ts'

/**
 * Attributes that hold what people and models said (GenAI conventions 1.41 and before, OpenInference, OpenLLMetry, Langfuse),
 * or what may: queries, bodies, messages of errors. Their values are never kept, however short.
 */
const content =
  /^(?:gen_ai\.(?:input|output|prompt|completion|content|system_instructions|tool\.(?:call\.(?:arguments|result)|definitions|description|message|parameters)|security\.(?:content|decision\.reason|risk\.metadata)|retrieval\.(?:query|documents)|evaluation\.explanation|user|assistant|choice|event\.content)|llm\.(?:prompts?|completions?|input|output|request\.messages|invocation_parameters)|(?:input|output)\.(?:value|messages)|traceloop\.entity\.(?:input|output)|langfuse\.(?:observation|trace)\.(?:input|output|metadata)|(?:http|rpc)\.(?:request|response)\.(?:body|header|metadata)|url\.(?:full|query)|http\.(?:url|target)|db\.(?:statement|query\.text)|exception\.(?:message|stacktrace)|process\.command)/

/** Attributes of one span or resource while it is read: short values that are no content, and how long the content was. */
export class Attributes {
  readonly values = new Map<string, string>()
  /** What a person asked, as far as it is looked at; let go of with the span. */
  readonly said: Said[] = []
  contentLength = 0
  #content: Hash | undefined
  #count = 0

  /** False once there are too many: the rest is left out. */
  get hasRoom(): boolean {
    return this.#count < MAX_ATTRIBUTES
  }

  static isContent(key: string): boolean {
    return content.test(key)
  }

  /** @param value text, or anything shorter written as text */
  add(key: string, value: string): void {
    if (!this.hasRoom) return
    this.#count++
    if (value.length > MAX_VALUE || Attributes.isContent(key)) this.#addContent(value, key)
    else if (key.length <= MAX_KEY) this.values.set(key, value)
  }

  /** Content, as it was sent. */
  addContent(content: Uint8Array | string, key = ''): void {
    if (!this.hasRoom) return
    this.#count++
    this.#addContent(content, key)
  }

  #addContent(content: Uint8Array | string, key: string): void {
    if (this.said.length < MOST_SAID && isAsked(key)) this.said.push({ key, content })
    this.contentLength += content.length
    this.#content ??= createHash('sha256')
    this.#content.update(content)
  }

  /** SHA-256 of the content, in the order in which it came; `undefined` where none did. Asked for once, at the end. */
  contentDigest(): string | undefined {
    return this.#content?.digest('base64url')
  }
}
