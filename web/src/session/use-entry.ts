import { useMutation } from '@tanstack/react-query'
import { send } from '../api/client.ts'
import { queryClient, sessionQuery } from '../api/queries.ts'

/** Sends a form's fields and reads the session anew once it was accepted. */
export function useEntry(path: string, done: () => void = () => {}) {
  return useMutation({
    mutationFn: (fields: object) => send('POST', path, fields),
    onSuccess: async () => {
      // What somebody else, or the same person elsewhere, was shown before is not theirs now.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
      await queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })
      done()
    },
  })
}
