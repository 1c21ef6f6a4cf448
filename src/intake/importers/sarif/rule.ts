import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'

/** The rules a run's results refer to, by id or by place, in the driver or an extension. */
export interface Rules {
  of(result: JsonObject): { id: string | undefined; rule: JsonObject }
}

export function rulesOf(tool: JsonObject): Rules {
  const components = [asObject(tool.driver) ?? {}, ...asObjects(tool.extensions)]
  const lists = components.map((component) => asObjects(component.rules))
  const byId = new Map<string, JsonObject>()
  for (const rule of lists.flat()) {
    const id = asText(rule.id)
    if (id && !byId.has(id)) byId.set(id, rule)
  }
  return {
    of: (result) => {
      const reference = asObject(result.rule) ?? {}
      const index = numberOf(result.ruleIndex) ?? numberOf(reference.index)
      const component = numberOf(asObject(reference.toolComponent)?.index)
      const list = component === undefined ? lists[0] : lists[component + 1]
      const placed = index === undefined ? undefined : list?.[index]
      const id = asText(result.ruleId) ?? asText(reference.id) ?? asText(placed?.id)
      // `rule/part`: a part of a rule is described with the rule (3.27.5).
      const rule = (id && (byId.get(id) ?? byId.get(id.replace(/\/[^/]*$/, '')))) || placed || {}
      return { id, rule }
    },
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
}
