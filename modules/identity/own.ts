import { forbidden, type Context } from '#kernel'

export const needsSession = forbidden('Only who is signed in with a password or passkey may do this; an API token may not.', 'Sign in, and do it there.')

/** The account that is signed in. A token must not be able to change how its holder signs in. */
export function ownAccount(ctx: Pick<Context<{ needsSession: typeof needsSession }, any>, 'actor' | 'error'>): string { // oxlint-disable-line typescript/no-explicit-any -- whatever it emits
  if (!ctx.actor.account || !ctx.actor.session) throw ctx.error('needsSession')
  return ctx.actor.account
}
