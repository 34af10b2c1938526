import type { Interaction, Provider } from 'oidc-provider'
import { OPERATOR_ORG, type Actor, type Kernel, type MountRequest } from '#kernel'
import { hashOf } from './store.ts'
import { clientRow, type ClientRow } from './clients.ts'
import { SESSION_PREFIX, sessionUid } from './ids.ts'
import { personsFor } from './people.ts'

/** As long as a sign-in of ours can last; it is asked for each time anyway. */
export const SESSION_S = 90 * 86_400
/** How long an app's question waits for a person. */
export const INTERACTION_S = 1_800
export const SECOND_FACTOR = 'urn:tenon:acr:2'
export const FIRST_FACTOR = 'urn:tenon:acr:1'

/** A sign-in of ours: `root` is the first session of it, `at` when it was last proved. */
export interface SignedIn {
  readonly account: string
  readonly root: string
  /** Seconds, as tokens say it, and the moment itself. */
  readonly at: number
  readonly moment: number
  readonly amr: readonly string[]
  readonly acr: string
}

/** Who is signed in with our own cookie; a dead one counts as none. */
export async function actorOf(request: MountRequest): Promise<Actor | undefined> {
  const actor = await request.actor().catch((error: unknown) => {
    if ((error as { code?: string }).code === 'unauthenticated') return undefined
    throw error
  })
  return actor?.account && actor.session ? actor : undefined
}

export async function signedIn(
  kernel: Kernel,
  actor: Actor | undefined,
): Promise<SignedIn | undefined> {
  if (!actor?.account || !actor.session) return undefined
  const [row] = await kernel.database.system<{ root: string; at: string; amr: string }>`
    SELECT root, at, amr FROM oidc.root_of(${actor.session}::uuid)`
  if (!row) return undefined
  const amr = row.amr.split(' ')
  return {
    account: actor.account,
    root: row.root,
    at: Math.floor(Date.parse(row.at) / 1000),
    moment: Date.parse(row.at),
    amr,
    acr: amr.length > 1 ? SECOND_FACTOR : FIRST_FACTOR,
  }
}

/**
 * The provider has no session cookie of its own for people: before it looks, the one that belongs to our
 * sign-in is put into the request. So signing out here ends everything, and nothing else can stand for it.
 */
export async function bringSession(
  kernel: Kernel,
  provider: Provider,
  request: MountRequest,
): Promise<Actor | undefined> {
  const { raw, url } = request
  const name = provider.cookieName('session')
  const sent = (raw.headers.cookie ?? '').split(/; */)
  const others = sent.filter((each) => !each.startsWith(`${name}=`))
  // Nobody's own: a question about signing out waits under it. It may stand for no person.
  const anonymous = sent.filter(
    (each) => each.startsWith(`${name}=`) && !each.startsWith(`${name}=${SESSION_PREFIX}`),
  )
  const actor = await actorOf(request)
  const here = await signedIn(kernel, actor)
  const interaction = await resumed(provider, url.pathname)
  const clientId = interaction?.params['client_id'] ?? url.searchParams.get('client_id')
  const client = clientId ? await clientRow(kernel, clientId) : undefined
  const person = here && (await personHere(kernel, here, client, interaction, actor))
  const own =
    here && person ? [`${name}=${await ensureSession(provider, here, person)}`] : anonymous
  raw.headers.cookie = [...others, ...own].join('; ')
  return actor
}

async function resumed(provider: Provider, path: string): Promise<Interaction | undefined> {
  const [, uid] = /^\/oidc\/auth\/([\w-]{10,100})$/.exec(path) ?? []
  return uid === undefined ? undefined : provider.Interaction.find(uid)
}

async function personHere(
  kernel: Kernel,
  here: SignedIn,
  client: ClientRow | undefined,
  interaction: Interaction | undefined,
  actor: Actor | undefined,
): Promise<string | undefined> {
  const said = interaction?.result?.['login'] as { accountId?: string } | undefined
  // Signing out asks without a client at times; then it is whoever is looked at now.
  if (!client) return actor?.id || undefined
  const persons = await personsFor(kernel, here.account, client)
  const chosen = said?.accountId ?? (await choiceOf(kernel, here, client))
  if (persons.some(({ person }) => person === chosen)) return chosen
  return persons.length === 1 ? persons[0]!.person : undefined
}

async function ensureSession(provider: Provider, here: SignedIn, person: string): Promise<string> {
  const uid = sessionUid(here.root, person)
  const found = await provider.Session.find(uid)
  if (found && (found.loginTs ?? 0) >= here.at) return uid
  const proved = { accountId: person, loginTs: here.at, amr: here.amr, acr: here.acr }
  const session = found
    ? Object.assign(found, proved)
    : new provider.Session({ jti: uid, uid, ...proved })
  await session.save(SESSION_S)
  return uid
}

const choiceId = ({ root }: SignedIn, client: Pick<ClientRow, 'client_id'>) =>
  hashOf(`${root} ${client.client_id}`)

/** Which of his persons somebody goes by at this client, for as long as he stays signed in. */
export async function choiceOf(
  kernel: Kernel,
  here: SignedIn,
  client: Pick<ClientRow, 'client_id'>,
): Promise<string | undefined> {
  const [row] = await kernel.database.system<{ found: { person: string } | null }>`
    SELECT oidc.find('Choice', ${choiceId(here, client)}) AS found`
  return row?.found?.person
}

export async function choose(
  kernel: Kernel,
  here: SignedIn,
  client: Pick<ClientRow, 'client_id'>,
  person: string,
): Promise<void> {
  await kernel.database.reader(OPERATOR_ORG).sql`
    INSERT INTO oidc.artifact (org, model, hash, payload, expires_at, client, person, session)
    VALUES (${OPERATOR_ORG}, 'Choice', ${choiceId(here, client)}, ${JSON.stringify({ person })}::jsonb,
      clock_timestamp() + ${SESSION_S} * interval '1 s', ${client.client_id}, ${person}::uuid, ${here.root}::uuid)
    ON CONFLICT (org, model, hash) DO UPDATE SET payload = excluded.payload, person = excluded.person`
}
