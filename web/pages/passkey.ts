import { startAuthentication } from '@simplewebauthn/browser'
import { call, type Answer } from '#web'

type Options = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Asks the browser for a passkey; nothing is answered when the person turned away. */
export async function signInWithPasskey(): Promise<Answer<unknown> | undefined> {
  const begun = await call<{ handle: string; options: Options }>('identity.passkey.challenge')
  if (!begun.ok) return begun
  try {
    const response = await startAuthentication({ optionsJSON: begun.value.options })
    return await call('identity.session.prove', { handle: begun.value.handle, response })
  } catch {
    return undefined
  }
}
