import { fail, moduleActor, TenonError, type Kernel } from '#kernel'
import type { AskedAs, EgressAnswer, EgressRequest, SendAs } from '#kernel/egress'
import { onwards, redirectOf } from '#connections/egress'
import { markAccount } from './actions/account.mark.ts'
import { isFor, isOAuth } from './connectors.ts'
import { inject } from './inject.ts'
import { masked } from './mask.ts'
import { answered, failed, mayAsk } from './rate/circuit.ts'
import { heed, paceOf } from './rate/pace.ts'
import { withToken } from './oauth/renew.ts'
import { runningOf } from './running.ts'
import { openAccount, refusal, type Using } from './use.ts'

const REDIRECTS_MAX = 5

/** Sends with a linked account's credential, for who may use it and to where it is for. */
export const sendAs: SendAs = async (asked, url, request, kernel) => {
  const target = URL.canParse(url) ? new URL(url) : undefined
  if (!target) throw fail('invalid', 'This is no address.', 'Write https://host/path.')
  const opened = await openAccount(kernel, asked, target.host)
  if (!isFor(opened.origins, target)) throw await refusal(kernel, asked, target.host, 'elsewhere')
  if (opened.state === 'exhausted') throw await refusal(kernel, asked, target.host, 'reconnect')
  let using = await withToken(kernel, opened, request.hosts)
  let answer = await exchange(kernel, asked, using, target, request)
  if (answer.status === 401 && isOAuth(using.auth)) {
    // The service may end a token before its time. It did nothing yet, so the request goes out once more.
    using = await withToken(kernel, using, request.hosts, true)
    answer = await exchange(kernel, asked, using, target, request)
  }
  await note(kernel, using, answer.status)
  return masked(answer, using.words, answer.url === target.href ? url : answer.url)
}

async function exchange(
  kernel: Kernel,
  asked: AskedAs,
  using: Using,
  first: URL,
  { redirects, caller, ...asWritten }: EgressRequest,
): Promise<EgressAnswer> {
  let [target, sent] = [first, asWritten as EgressRequest]
  for (let hop = 0; ; hop++) {
    const inside = isFor(using.origins, target)
    const answer = await once(kernel, asked, using, target, sent, inside, caller)
    const to = redirects === undefined ? undefined : redirectOf(answer)
    if (to === undefined || !URL.canParse(to, target.href)) return { ...answer, url: target.href }
    if (hop >= Math.min(redirects!, REDIRECTS_MAX))
      throw fail('invalid', 'The service redirects too often.')
    const next = new URL(to, target)
    sent = onwards(sent, answer.status, next.origin === target.origin)
    target = next
  }
}

async function once(
  kernel: Kernel,
  asked: AskedAs,
  using: Using,
  target: URL,
  sent: EgressRequest,
  inside: boolean,
  caller: string | undefined,
): Promise<EgressAnswer> {
  // A service sends one on to where its files lie; the credential stays behind.
  if (!inside) return kernel.egress.fetch(target.href, sent)
  const { org, account, health } = using
  const who = asked.actor.onBehalfOf ?? (asked.actor.id || asked.actor.kind)
  await mayAsk(kernel, org, account, health)
  const pace = paceOf(using)
  if (pace) await runningOf(kernel).pacer.turn(org, account, pace, caller ?? who, sent.timeoutMs)
  const { url, request } = inject(
    using.auth,
    using.credential,
    { url: target, request: sent },
    Date.now(),
  )
  runningOf(kernel).meter.used(org, account, who)
  const answer = await kernel.egress.fetch(url.href, request).catch(async (error: unknown) => {
    if (error instanceof TenonError && error.kind === 'unavailable')
      await failed(kernel, org, account)
    throw error
  })
  if (answer.status >= 500) await failed(kernel, org, account)
  else await answered(kernel, org, account, health)
  await heed(kernel, using, answer)
  return answer
}

/** Its state follows from what the service says of the credential, and is written only when it changes. */
async function note(kernel: Kernel, { org, account, state }: Using, status: number): Promise<void> {
  const refused = status === 401
  if (!refused && (state === 'valid' || status >= 500 || status === 429)) return
  await kernel.call(
    markAccount,
    refused
      ? { account, state: 'failing', error: 'The service refused the credential (401).' }
      : { account, state: 'valid' },
    moduleActor('vault', org, ['vault.keep']),
    { door: 'module' },
  )
}
