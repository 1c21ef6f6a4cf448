/** One of a few, each in words, as radio buttons. */
export function Choices<Value extends string>(props: {
  legend: string
  name: string
  words: Readonly<Partial<Record<Value, string>>>
  value: Value
  choose: (value: Value) => void
}) {
  const { legend, name, words, value, choose } = props
  return (
    <fieldset>
      <legend className="font-medium">{legend}</legend>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {(Object.keys(words) as Value[]).map((key) => (
          <label key={key} className="flex min-h-6 items-center gap-1.5">
            <input type="radio" name={name} checked={value === key} onChange={() => choose(key)} />
            {words[key]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
