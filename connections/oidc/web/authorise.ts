import type { Answer } from '#web'
import { ask } from './ask.ts'

/**
 * An authorization code for software in a frame: our own page asks, with our own cookie, which the frame's page
 * does not have. Give the answer to the frame only when it goes to the frame's own origin.
 */
export async function authorise(
  params: Readonly<Record<string, string>>,
): Promise<Answer<{ to: string }>> {
  const query = new URLSearchParams({
    response_type: 'code',
    code_challenge_method: 'S256',
    ...params,
    prompt: 'none',
  })
  return ask<{ to: string }>(`/oidc/auth?${query}`)
}
