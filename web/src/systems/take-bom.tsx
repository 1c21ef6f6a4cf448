import { counted } from '@contract/fix-words.ts'
import { FileDrop } from '../assurance/file-drop.tsx'
import { LeftAsSaid } from '../assurance/register-changes.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useTakeBom } from './use-discoveries.ts'

/** The way in for an ML-BOM: a document of a vendor, or one of another Lunette. */
export function TakeBom() {
  const may = useMay('owner')
  const take = useTakeBom()
  if (!may) return null
  return (
    <div className="max-w-3xl">
      <FileDrop
        words="Drop a CycloneDX ML-BOM here"
        button="Choose an ML-BOM"
        label="ML-BOM to take in"
        accept=".json,.xml,application/json,application/xml"
        busy={take.isPending}
        take={(file) => take.mutate(file)}
      />
      <div role="status">
        {take.data && (
          <>
            <p className="mt-2">
              {take.data.name} ({take.data.system}): {counted(take.data.parts, 'part')}
              {take.data.unchanged ? '; nothing is new.' : '.'}
            </p>
            {take.data.kept.length > 0 && (
              <LeftAsSaid kept={[{ id: take.data.system, what: take.data.kept, differs: take.data.differs }]} />
            )}
            <ul className="text-sm text-muted">
              {take.data.dropped.map(({ code, count, example }) => (
                <li key={code} className="wrap-anywhere">
                  left out {count.toLocaleString()}, such as {example}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Refusal error={take.error} />
    </div>
  )
}
