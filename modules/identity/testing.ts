import assert from 'node:assert/strict'
import type { Credential } from '#kernel'
import type { Cast, Voice } from '#kernel/testing'
import { createSession } from './actions/session.create.ts'
import { SAMPLE_PASSWORD } from './sample.ts'

/** What the sample people sign in with. */
export const passwordOf = (as: Cast): string => as.world.ids[SAMPLE_PASSWORD]!
export const emailOf: Record<string, string> = {
  lin: 'lin.lan@yuanshan.example',
  chen: 'chen.tao@yuanshan.example',
  stranger: 'gu.yuan@yuanshan.example',
  outsider: 'su.qing@jiangnan.example',
}

/** Somebody signed in with a password, as a browser would be. */
export async function signIn(
  as: Cast,
  login: string,
  device = 'Test',
): Promise<{ token: string; voice: Voice }> {
  const { session } = await as.nobody.call(createSession, {
    login: emailOf[login] ?? login,
    password: passwordOf(as),
    device,
  })
  return { token: session!, voice: await voiceOf(as, { scheme: 'session', token: session! }) }
}

/** The caller behind a credential, as the doors see him. */
export async function voiceOf(as: Cast, credential: Credential): Promise<Voice> {
  const actor = await as.kernel.authenticate(credential)
  assert.ok(actor, 'the credential is recognised')
  return as.of(actor)
}

/** The newest mail to an address: its text holds the link. */
export async function lastMail(
  as: Cast,
  to: string,
): Promise<{ subject: string; text: string } | undefined> {
  await as.kernel.idle()
  const mails = await as.kernel.mail.list(50)
  return mails.find((mail) => mail.to === to)
}
export const tokenIn = (text: string): string => /#([\w-]+)/.exec(text)?.[1] ?? ''

/** Waits for what matches to be told; sockets hang on this. */
export function revocations(as: Cast) {
  const told: object[] = []
  const stop = as.kernel.onRevoked((who) => void told.push(who))
  return { told, [Symbol.dispose]: stop }
}
