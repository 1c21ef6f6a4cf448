import { counted } from '@contract/fix-words.ts'
import type { ImportedVex } from '@contract/vex.ts'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useImportVex } from './use-vex.ts'

const DAYS = 180
const DAY_MS = 86_400_000

/** Takes a document, tells what it would do, and does it when that is wanted. */
export function ImportVex() {
  const [file, setFile] = useState<File>()
  const [day, setDay] = useState(() => new Date(Date.now() + DAYS * DAY_MS).toISOString().slice(0, 10))
  const preview = useImportVex(true)
  const make = useImportVex(false)
  const wanted = file && { file, endsAt: `${day}T00:00:00.000Z` }
  const reset = () => {
    preview.reset()
    make.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.reset()
    if (wanted) preview.mutate(wanted)
  }
  return (
    <form onSubmit={submit} className="max-w-3xl">
      <div className="flex flex-wrap items-end gap-3">
        <label className="grid grow gap-1">
          <span className="font-medium">OpenVEX, CycloneDX VEX or CSAF VEX</span>
          <input
            className="field"
            type="file"
            accept=".json,application/json"
            required
            onChange={(event) => {
              reset()
              setFile(event.target.files?.[0])
            }}
          />
        </label>
        <label className="grid gap-1">
          <span className="font-medium">The rulings end on</span>
          <input
            className="field"
            type="date"
            required
            value={day}
            onChange={(event) => {
              reset()
              setDay(event.target.value)
            }}
          />
        </label>
        <button type="submit" className="button" disabled={!file || preview.isPending}>
          {preview.isPending ? 'Reading …' : 'What would it do?'}
        </button>
      </div>
      <div role="status" className="pt-2">
        {make.data ? <Told told={make.data} done /> : preview.data && <Told told={preview.data} done={false} />}
      </div>
      {wanted && preview.data && !make.data && preview.data.rulings > 0 && (
        <button
          type="button"
          className="button-primary mt-2"
          disabled={make.isPending}
          onClick={() => make.mutate(wanted)}
        >
          {preview.data.rulings === 1 ? 'Make the ruling' : `Make ${preview.data.rulings.toLocaleString()} rulings`}
        </button>
      )}
      <Refusal error={make.error ?? preview.error} />
    </form>
  )
}

function doneWords(rulings: number, done: boolean): string {
  if (!done) return 'would suppress'
  return rulings === 1 ? 'was made and suppresses' : 'were made and suppress'
}

function Told({ told, done }: { told: ImportedVex; done: boolean }) {
  const { statements, ruled, rulings, findings, already, superseded, partial, nothingHere, noRuling, refused } = told
  return (
    <>
      <p className="font-medium">
        {counted(rulings, 'ruling')} {doneWords(rulings, done)} {counted(findings, 'finding')}.
      </p>
      <p className="text-muted">
        Of {counted(statements, 'statement')} {ruled.toLocaleString()} rule, {already.toLocaleString()} did before,{' '}
        {superseded.toLocaleString()} are replaced by later ones, {partial.toLocaleString()} leave out another version
        that is here, {nothingHere.toLocaleString()} are about nothing that is open here, {noRuling.toLocaleString()}{' '}
        rule on nothing.
      </p>
      {refused && (
        <p className="text-soon">
          {refused.count.toLocaleString()} were refused: {refused.example}
        </p>
      )}
    </>
  )
}
