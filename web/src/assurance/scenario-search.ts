/** What somebody supposes: places of barriers that fail, as `0,2`. */
export interface ScenarioSearch {
  lost?: string
}

export function scenarioSearch({ lost }: Record<string, unknown>): ScenarioSearch {
  const text = String(lost ?? '')
  return /^\d{1,2}(,\d{1,2}){0,39}$/.test(text) ? { lost: text } : {}
}
