import type { SignInAddress } from '@contract/identity-provider.ts'
import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'

const failures: Readonly<Record<string, string>> = {
  'no-group': 'None of your groups may enter Lunette: ask who runs it.',
  'no-workspace': 'No workspace is open to your account: ask an administrator.',
  'sign-in-expired': 'The sign-in was not begun in this browser, or took too long: begin again.',
  'account-disabled': 'This account is disabled: ask an administrator.',
  'identity-taken': 'This identity or this account is linked already.',
}

/** Why the provider's answer did not let somebody in; read from the address that the server sent the browser to. */
export function signInFailure(search: string): string | undefined {
  const code = new URLSearchParams(search).get('sign-in')
  if (code === null) return undefined
  return failures[code] ?? 'Signing in with the identity provider did not work. The log of the server says why.'
}

/** Goes to the identity provider: to sign in, or to link the account one is signed in to. */
export function ProviderButton({ label, path }: { label: string; path: '/session/provider' | '/account/identity' }) {
  const begin = useMutation({
    mutationFn: () => send<SignInAddress>('POST', path),
    onSuccess: ({ url }) => location.assign(url),
  })
  return (
    <>
      <button
        type="button"
        className="button mt-3 w-full justify-center"
        disabled={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate()}
      >
        {label}
      </button>
      <p role="alert" className={begin.error ? 'mt-3 text-now' : 'sr-only'}>
        {begin.error?.message}
      </p>
    </>
  )
}
