import { setTimeout as pause } from 'node:timers/promises'
import { fail, moduleActor, newId, TenonError, type Kernel } from '#kernel'
import { markAccount } from '../actions/account.mark.ts'
import { storeTokens } from '../actions/token.store.ts'
import { isOAuth } from '../connectors.ts'
import { runningOf } from '../running.ts'
import { reopen, type Using } from '../use.ts'
import { requestToken, type TokenAnswer } from './token.ts'

/** Renewed this long before its end, so that it does not end on the way. */
const EARLY_MS = 60_000
/** Who renews has this long; then another may, and the first one’s answer counts no more. */
const LEASE_MS = 30_000
/** How long one waits for somebody else to renew, and how often one looks. */
const PATIENCE_MS = 20_000
const LOOK_MS = 40

/** The account with a token that is good; renewed by one caller of all nodes when it is not. `again`: this one was refused. */
export async function withToken(
  kernel: Kernel,
  using: Using,
  hosts: readonly string[] | undefined,
  again = false,
): Promise<Using> {
  if (!isOAuth(using.auth) || (!again && isGood(using))) return using
  const { renewals } = runningOf(kernel)
  const key = `${using.org} ${using.account}`
  const started =
    renewals.get(key) ?? renew(kernel, using, hosts).finally(() => renewals.delete(key))
  renewals.set(key, started)
  return started
}

const isGood = ({ credential, expiresAt }: Using): boolean =>
  credential['access_token'] !== undefined &&
  (expiresAt === undefined || expiresAt - EARLY_MS > Date.now())

async function renew(
  kernel: Kernel,
  first: Using,
  hosts: readonly string[] | undefined,
): Promise<Using> {
  const refused = first.credential['access_token']
  const until = Date.now() + PATIENCE_MS
  for (let using = first; Date.now() < until; using = await reopen(kernel, using)) {
    if (using.state === 'exhausted') throw ended()
    if (using.credential['access_token'] !== refused && isGood(using)) return using
    if (using.nextTryAt !== undefined && using.nextTryAt > Date.now())
      throw later(using.nextTryAt - Date.now())
    const fence = await lease(kernel, using)
    if (fence !== undefined) return ask(kernel, using, fence, hosts)
    await pause(LOOK_MS)
  }
  throw later(1000)
}

/** Only who has seen the newest state may take the lease, and only when nobody holds one. */
async function lease(kernel: Kernel, { org, account, fence }: Using): Promise<number | undefined> {
  const [row] = await kernel.database.reader(org).sql<{ fence: number }>`
    UPDATE vault.account SET lease = ${newId()}, lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 ms', fence = fence + 1, state = 'refreshing'
    WHERE org = ${org} AND id = ${account} AND fence = ${fence} AND (lease_until IS NULL OR lease_until < clock_timestamp()) RETURNING fence`
  return row?.fence
}

async function ask(
  kernel: Kernel,
  using: Using,
  fence: number,
  hosts: readonly string[] | undefined,
): Promise<Using> {
  const { org, account } = using
  const as = moduleActor('vault', org, ['vault.keep'])
  const answer = await grant(kernel, using, hosts)
  if (answer.kind === 'tokens') {
    // A service that gives no new refresh token means that the old one goes on.
    const { refresh_token } = using.credential
    await kernel
      .call(
        storeTokens,
        {
          account,
          fence,
          tokens: { ...(refresh_token ? { refresh_token } : {}), ...answer.tokens },
          ...(answer.expiresAt === undefined
            ? {}
            : { expires_at: new Date(answer.expiresAt).toISOString() }),
        },
        as,
        { door: 'module' },
      )
      .catch((error: unknown) => {
        // It took longer than the lease: what another has fetched meanwhile is newer.
        if (!(error instanceof TenonError) || error.code !== 'superseded') throw error
      })
    return reopen(kernel, using)
  }
  const state = answer.kind === 'ended' ? 'exhausted' : 'failing'
  const again =
    answer.kind === 'later' && answer.againMs !== undefined
      ? { again_at: new Date(Date.now() + answer.againMs).toISOString() }
      : {}
  await kernel.call(markAccount, { account, state, error: answer.error, fence, ...again }, as, {
    door: 'module',
  })
  throw state === 'exhausted'
    ? ended()
    : later(answer.kind === 'later' ? (answer.againMs ?? 1000) : 1000)
}

function grant(
  kernel: Kernel,
  using: Using,
  hosts: readonly string[] | undefined,
): Promise<TokenAnswer> {
  const { auth, credential } = using
  if (!isOAuth(auth)) throw new Error(`${using.connector.id} has no tokens to renew`)
  const scope = auth.scopes?.length ? { scope: auth.scopes.join(auth.separator ?? ' ') } : {}
  if (auth.kind === 'oauth2_client')
    return requestToken(
      kernel,
      { auth, credential, hosts },
      { grant_type: 'client_credentials', ...scope },
    )
  const { refresh_token } = credential
  if (!refresh_token)
    return Promise.resolve({
      kind: 'ended',
      error: 'The token has ended, and the service gave no way to renew it.',
    })
  return requestToken(
    kernel,
    { auth, credential, hosts },
    { grant_type: 'refresh_token', refresh_token },
  )
}

const ended = () =>
  fail(
    'unavailable',
    'This linked account has to be connected anew.',
    'Its owner opens “Linked accounts” and presses Reconnect.',
  )

function later(waitMs: number) {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  return fail(
    'unavailable',
    'The token of this linked account could not be renewed just now.',
    `Come again in ${seconds} s.`,
    { retry_after_s: seconds },
  )
}
