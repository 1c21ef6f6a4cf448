import { metadataWords } from '@contract/metadata-words.ts'
import { nowhereWords } from '@contract/scope-words.ts'
import { type FormEvent, useState } from 'react'
import { Refusal } from '../../session/login.tsx'
import { useScopeChange } from '../queries.ts'

/** Takes a domain in, and asks for its proof at once: what is to be published then is there to be read. */
export function NameStep({ named }: { named?: () => void }) {
  const [name, setName] = useState('')
  /** What was said of a name before it is taken. */
  const [warned, setWarned] = useState<{ name: string; words: string }>()
  const isWarned = warned?.name === name
  const change = useScopeChange()
  const lookUp = useScopeChange()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    // Said once: whoever means it begins with it all the same.
    const words = isWarned ? undefined : await warningOf(name.trim())
    if (words !== undefined) return setWarned({ name, words })
    try {
      const { name: taken = name, kind } = await change.mutateAsync({ method: 'POST', path: '/seeds', body: { name } })
      if (kind === 'domain' || kind === 'hostname')
        await change.mutateAsync({ method: 'POST', path: '/proofs', body: { name: taken, method: 'dns-txt' } })
      setName('')
      named?.()
    } catch {
      // Why not stands below.
    }
  }
  const warningOf = async (text: string) =>
    metadataWords(text) ?? (looksLikeName.test(text) && (await isNowhere()) ? nowhereWords(text) : undefined)
  const isNowhere = () =>
    lookUp.mutateAsync({ method: 'POST', path: '/lookups', body: { name: name.trim() } }).then(
      ({ exists }) => exists === false,
      () => false,
    )
  return (
    <form onSubmit={submit} className="mt-1">
      <p className="prose-width text-muted">
        Name a domain: Lunette finds the names below it and what answers there, and says why each is yours. Nothing is
        touched before you approve it.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <input
          className="field w-72 max-w-full"
          aria-label="Domain or address"
          placeholder="example.com"
          required
          maxLength={300}
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button-primary" disabled={change.isPending || lookUp.isPending}>
          {isWarned ? 'Begin with it all the same' : 'Begin with it'}
        </button>
      </div>
      {isWarned && (
        <p role="alert" className="mt-2 text-soon wrap-anywhere">
          {warned.words}
        </p>
      )}
      <Refusal error={change.error} />
    </form>
  )
}

/** What may be a name; ranges, systems and organisations are not asked for. */
const looksLikeName = /^[^\s/]+\.[a-z][^\s/]*$/i
