import { lazyRouteComponent } from '@tanstack/react-router'
import { call } from '../api/client.ts'

/**
 * A page whose code is fetched when it is first opened. Where that fails for want of a server the problem says so; the
 * router alone would load the whole document anew, and a browser's own error page would replace everything.
 */
export const lazyPage: typeof lazyRouteComponent = (fetchCode, name) =>
  lazyRouteComponent(
    () =>
      fetchCode().catch(async (error: unknown) => {
        await call('/session')
        // The server answers: this is a newer one, without that file, and the router loads its document.
        throw error
      }),
    name,
  )
