import { forbidden, type Actor } from '#kernel'

export const needsSession = forbidden(
  'Only who is signed in with a password or passkey may do this; an API token may not.',
  'Sign in, and do it there.',
)

interface Asked {
  readonly actor: Actor
  error(code: 'needsSession'): Error
}
/** The account that is signed in. A token must not be able to change how its holder signs in. */
export function ownAccount(ctx: Asked): string {
  if (!ctx.actor.account || !ctx.actor.session) throw ctx.error('needsSession')
  return ctx.actor.account
}
