import { accessLevels, accessLevelWords } from '@contract/ai-system-words.ts'

interface Props {
  label: string
  quiet?: boolean
  level: number | null
  change: (level: number | null) => void
}

/** The seven levels of access to a model, each with what it means. */
export function LevelSelect({ label, quiet = false, level, change }: Props) {
  return (
    <label className="grid min-w-0 grow basis-72 content-start gap-1">
      <span className={quiet ? 'text-sm text-muted' : 'font-medium'}>{label}</span>
      <select
        className="field"
        value={level ?? ''}
        onChange={({ target: { value } }) => change(value === '' ? null : Number(value))}
      >
        <option value="">unknown</option>
        {accessLevels.map((meaning, index) => (
          <option key={meaning} value={index + 1}>
            {accessLevelWords(index + 1)}
          </option>
        ))}
      </select>
    </label>
  )
}
