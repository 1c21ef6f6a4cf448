import type { Completion } from './completion.ts'
import { CANARY, type DatasetTool } from './dataset.ts'
import type { PlannedAttempt } from './plan.ts'

/** A message of a chat completion, as it is sent. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[]
  tool_call_id?: string
}

/** A conversation to be held: what stands before it, what is said turn by turn, which tools there are. */
export interface Script {
  canary: string
  opening: ChatMessage[]
  turns: string[]
  tools: DatasetTool[]
  toolResults: Readonly<Record<string, string>>
}

/** The script of one attempt, with the canary that was made for it. */
export function scriptOf({ of, way }: Pick<PlannedAttempt, 'of' | 'way'>, canary: string): Script {
  const fill = (text: string) => text.replaceAll(CANARY, canary)
  return {
    canary,
    opening: of.system === undefined ? [] : [{ role: 'system', content: fill(of.system) }],
    turns: way.turns.map(fill),
    tools: of.tools.map((tool) => ({ ...tool, ...(tool.description && { description: fill(tool.description) }) })),
    toolResults: Object.fromEntries(Object.entries(of.toolResults).map(([name, text]) => [name, fill(text)])),
  }
}

/** What is kept in mind of an answer for the next turn: what it said, and what its tools returned. */
export function afterAnswer({ text, calls }: Completion, { toolResults }: Pick<Script, 'toolResults'>): ChatMessage[] {
  if (calls.length === 0) return [{ role: 'assistant', content: text }]
  return [
    {
      role: 'assistant',
      content: text,
      tool_calls: calls.map(({ id, name, input }) => ({ id, type: 'function', function: { name, arguments: input } })),
    },
    ...calls.map(({ id, name }) => ({
      ...{ role: 'tool' as const, tool_call_id: id },
      content: toolResults[name] ?? 'This is a test: the tool did nothing.',
    })),
  ]
}

/** The body of a request. */
export function requestBody(
  { model, maxTokens }: { model: string; maxTokens: number },
  messages: readonly ChatMessage[],
  tools: readonly DatasetTool[] = [],
): string {
  return JSON.stringify({
    ...{ model, messages, max_tokens: maxTokens, temperature: 0, stream: false },
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, ...(description && { description }), parameters },
      })),
    }),
  })
}
