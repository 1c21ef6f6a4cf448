import type { OwnIdentity } from '@contract/identity-provider.ts'
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query'
import { call, send } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { Refusal } from '../session/login.tsx'
import { ProviderButton, signInFailure } from '../session/provider-button.tsx'

export const identityQuery = queryOptions({
  queryKey: ['account', 'identity'],
  queryFn: () => call<OwnIdentity>('/account/identity'),
})

/** Whether one's account is linked to the identity provider; nothing where there is none. */
export function Identity() {
  const { data } = useQuery(identityQuery)
  const unlink = useMutation({
    mutationFn: () => send('DELETE', '/account/identity'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: identityQuery.queryKey }),
  })
  if (!data?.provider) return null
  const failure = signInFailure(location.search)
  return (
    <Section title={`Sign-in with ${data.provider}`}>
      {failure && (
        <p role="alert" className="mb-2 text-now">
          {failure}
        </p>
      )}
      {data.linked ? (
        <>
          <p>Your account is linked: you can sign in with {data.provider}.</p>
          <button type="button" className="button mt-2" disabled={unlink.isPending} onClick={() => unlink.mutate()}>
            Take the link off
          </button>
          <Refusal error={unlink.error} />
        </>
      ) : (
        <div className="max-w-sm">
          <p className="text-muted">Your account is not linked: you sign in with your password.</p>
          <ProviderButton label={`Link it to ${data.provider}`} path="/account/identity" />
        </div>
      )}
    </Section>
  )
}
