import { type FormEvent, useState } from 'react'
import { Refusal } from '../../session/login.tsx'
import { useScopeChange } from '../queries.ts'

/** Takes a domain in, and asks for its proof at once: what is to be published then is there to be read. */
export function NameStep({ named }: { named?: () => void }) {
  const [name, setName] = useState('')
  const change = useScopeChange()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
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
  return (
    <form onSubmit={submit} className="mt-1">
      <p className="prose-width text-muted">
        Name a domain: Lunette finds the names below it and what answers there, and says why each is yours. Nothing is
        touched before you approve it.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <input
          className="field w-72 max-w-full"
          aria-label="Domain"
          placeholder="example.com"
          required
          maxLength={300}
          autoCapitalize="none"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="button-primary" disabled={change.isPending}>
          Begin with it
        </button>
      </div>
      <Refusal error={change.error} />
    </form>
  )
}
