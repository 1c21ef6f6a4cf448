import type { IdentityProviderChange, IdentityProviderState } from '@contract/identity-provider.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Confirm } from '../parts/confirm.tsx'
import { Field } from '../session/card.tsx'
import { Refusal } from '../session/login.tsx'
import { workspacesQuery } from '../session/workspaces-query.ts'
import { GroupRoles } from './group-roles.tsx'
import { useRemoveProvider, useSaveProvider } from './use-instance.ts'

const empty: Omit<IdentityProviderChange, 'clientSecret'> = {
  name: '',
  issuer: '',
  clientId: '',
  scopes: 'openid profile',
  groupsClaim: 'groups',
  furtherHosts: [],
  localSignIn: true,
  groups: [],
}

/** The identity provider's settings. The server asks the provider before it keeps them. */
export function ProviderForm({ state }: { state: IdentityProviderState }) {
  const { data: workspaces = [] } = useQuery(workspacesQuery)
  const { hasSecret, updatedAt: _, ...known } = state.provider ?? { ...empty, hasSecret: false, updatedAt: '' }
  const [draft, setDraft] = useState<Omit<IdentityProviderChange, 'clientSecret'>>(known)
  const [secret, setSecret] = useState('')
  const save = useSaveProvider()
  const remove = useRemoveProvider()
  const set = (over: Partial<IdentityProviderChange>) => setDraft({ ...draft, ...over })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...draft, ...(secret !== '' && { clientSecret: secret }) }, { onSuccess: () => setSecret('') })
  }
  return (
    <form onSubmit={submit} className="max-w-2xl">
      <p className="text-muted">
        Register Lunette there with this address to come back to:{' '}
        <code className="font-mono text-ink wrap-anywhere">{state.redirectUri}</code>
      </p>
      <Text label="What people call it" name="name" draft={draft} set={set} hint="The button says “Sign in with …”." />
      <Text
        label="Issuer"
        name="issuer"
        draft={draft}
        set={set}
        hint="Such as https://login.example.org/realms/main."
      />
      <Text label="Client id" name="clientId" draft={draft} set={set} />
      <Field
        label="Client secret"
        name="clientSecret"
        type="password"
        autoComplete="off"
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
        hint={
          hasSecret
            ? 'One is kept, encrypted. Leave this empty to keep it.'
            : 'Empty for a public client: PKCE is always used.'
        }
      />
      <Text label="Scopes" name="scopes" draft={draft} set={set} />
      <Text label="Claim that names the groups" name="groupsClaim" draft={draft} set={set} />
      <Field
        label="Further hosts"
        name="furtherHosts"
        value={draft.furtherHosts.join(' ')}
        onChange={(event) => set({ furtherHosts: event.target.value.split(/[\s,]+/).slice(0, 20) })}
        onBlur={() => set({ furtherHosts: draft.furtherHosts.filter(Boolean) })}
        hint="Where its endpoints are, if elsewhere than the issuer. Nobody else is asked."
      />
      <div className="mt-4">
        <GroupRoles groups={draft.groups} workspaces={workspaces} change={(groups) => set({ groups })} />
      </div>
      <label className="mt-4 flex items-center gap-2">
        <input
          type="checkbox"
          checked={draft.localSignIn}
          onChange={(event) => set({ localSignIn: event.target.checked })}
        />
        People may also sign in with a password
      </label>
      <Refusal error={save.error ?? remove.error} />
      <div className="mt-3 flex flex-wrap gap-2">
        <button type="submit" className="button-primary" disabled={save.isPending}>
          {save.isPending ? 'Asking the provider …' : 'Save'}
        </button>
        {state.provider && (
          <Confirm
            label="Remove"
            question={`Let nobody sign in with ${state.provider.name} any more?`}
            disabled={remove.isPending}
            confirm={() => remove.mutate()}
          />
        )}
      </div>
      <p role="status" className="min-h-5 pt-1 text-muted">
        {save.isSuccess && 'Saved: the provider answered.'}
      </p>
    </form>
  )
}

type TextName = 'name' | 'issuer' | 'clientId' | 'scopes' | 'groupsClaim'

function Text(props: {
  label: string
  name: TextName
  hint?: string
  draft: Omit<IdentityProviderChange, 'clientSecret'>
  set: (over: Partial<IdentityProviderChange>) => void
}) {
  const { label, name, hint, draft, set } = props
  return (
    <Field
      label={label}
      name={name}
      required
      maxLength={500}
      autoComplete="off"
      spellCheck={false}
      value={draft[name]}
      onChange={(event) => set({ [name]: event.target.value })}
      {...(hint && { hint })}
    />
  )
}
