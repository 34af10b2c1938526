import type { ServerResponse } from 'node:http'
import type { Interaction, Provider } from 'oidc-provider'
import { OPERATOR_ORG, fail, type Actor, type Kernel, type MountRequest } from '#kernel'
import { giveConsent } from './actions/consent.give.ts'
import { showConsent } from './actions/consent.show.ts'
import { hashOf } from './store.ts'
import { clientRow, type ClientRow } from './clients.ts'
import { sessionUid } from './ids.ts'
import { personOf, personsFor, type Membership } from './people.ts'
import {
  INTERACTION_S,
  SECOND_FACTOR,
  actorOf,
  choiceOf,
  choose,
  signedIn,
  type SignedIn,
} from './sessions.ts'

/** What has to happen before the app gets an answer. */
type Need =
  | { readonly need: 'sign-in'; readonly again: boolean }
  | { readonly need: 'stranger'; readonly organisation?: string }
  | { readonly need: 'choose'; readonly persons: readonly Membership[] }
  | { readonly need: 'consent'; readonly [shown: string]: unknown }
  | { readonly need: 'nothing'; readonly result: Readonly<Record<string, unknown>> }

interface Asked {
  readonly kernel: Kernel
  readonly interaction: Interaction
  readonly client: ClientRow
  readonly actor: Actor | undefined
  readonly here: SignedIn | undefined
}

/**
 * `/oidc/interaction/<uid>`: the app's question waits here for a person. The browser that brought the question
 * is known by a cookie, so nobody can have another answer it for him; what he decides goes through actions.
 */
export async function answerInteraction(
  kernel: Kernel,
  provider: Provider,
  request: MountRequest,
  response: ServerResponse,
): Promise<void> {
  const { raw, url } = request
  const uid = url.pathname.slice('/oidc/interaction/'.length)
  const interaction = isHeld(request, provider, uid)
    ? await provider.Interaction.find(uid)
    : undefined
  const client = interaction && (await clientRow(kernel, interaction.params['client_id'] ?? ''))
  const byPage = raw.headers['x-tenon'] === '1'
  if (!interaction || !client) {
    if (byPage) throw over()
    return go(response, `/open/oidc/${encodeURIComponent(uid)}`)
  }
  const actor = await actorOf(request)
  const asked = { kernel, interaction, client, actor, here: await signedIn(kernel, actor) }
  const need = await needOf(asked)
  if (!byPage && raw.method === 'GET') {
    if (need.need !== 'nothing') return go(response, `/open/oidc/${uid}`)
    return go(response, await finish(interaction, need.result))
  }
  if (raw.method === 'GET') return json(response, { client: shown(client, interaction), ...need })
  if (raw.method !== 'POST') throw fail('invalid', 'Answer with POST.')
  const result = await decided(asked, need, JSON.parse(Buffer.from(request.body).toString()))
  json(response, { to: await finish(interaction, result) })
}

const over = () =>
  fail(
    'notFound',
    'This sign-in has expired, or began in another browser.',
    'Go back to the app and sign in again.',
  )

function isHeld({ raw }: MountRequest, provider: Provider, uid: string): boolean {
  if (!/^[\w-]{10,100}$/.test(uid)) return false
  const wanted = `${provider.cookieName('interaction')}=${uid}`
  return (raw.headers.cookie ?? '').split(/; */).includes(wanted)
}

function shown(client: ClientRow, { params }: Interaction) {
  return { name: client.name, host: URL.parse(params['redirect_uri'] ?? '')?.host ?? '' }
}

async function needOf(asked: Asked): Promise<Need> {
  const { kernel, interaction, client, here } = asked
  const { name, reasons } = interaction.prompt
  if (!here) return { need: 'sign-in', again: false }
  if (!(await isFresh(kernel, here, interaction))) return { need: 'sign-in', again: true }
  const persons = await personsFor(kernel, here.account, client)
  if (persons.length === 0) return { need: 'stranger' }
  if (name === 'consent') return consentOf(asked, persons)
  const chosen = (await choiceOf(kernel, here, client)) ?? persons[0]!.person
  const mustChoose =
    reasons.includes('select_account_prompt') ||
    (persons.length > 1 && (await choiceOf(kernel, here, client)) === undefined)
  if (mustChoose) return { need: 'choose', persons }
  return { need: 'nothing', result: loginAs(asked, chosen) }
}

/** Whether what was asked of the sign-in itself is met: newly proved, not too old, with a second factor. */
async function isFresh(
  kernel: Kernel,
  here: SignedIn,
  { prompt, params, uid }: Interaction,
): Promise<boolean> {
  const { reasons } = prompt
  const met =
    !reasons.includes('login_prompt') &&
    (!reasons.includes('max_age') ||
      Date.now() / 1000 - here.at <= Number(params['max_age'] ?? 0)) &&
    (!reasons.includes('second_factor') || here.acr === SECOND_FACTOR)
  if (met) return true
  // Seconds are too coarse: a sign-in of a moment before is not one that was asked for.
  const [row] = await kernel.database.reader(OPERATOR_ORG).sql<{ began: string }>`
    SELECT expires_at - ${INTERACTION_S} * interval '1 s' AS began FROM oidc.artifact
    WHERE org = ${OPERATOR_ORG} AND model = 'Interaction' AND hash = ${hashOf(uid)}`
  return row !== undefined && here.moment > Date.parse(row.began)
}

function loginAs({ here, interaction }: Asked, person: string): Record<string, unknown> {
  const { root, at, amr, acr } = here!
  // Somebody else than before: the question goes on under his sign-in.
  if (interaction.session?.uid !== sessionUid(root, person)) interaction.session = undefined
  const selected = interaction.prompt.name === 'select_account' ? { select_account: {} } : {}
  return { login: { accountId: person, ts: at, amr, acr }, ...selected }
}

async function consentOf(asked: Asked, persons: readonly Membership[]): Promise<Need> {
  const { kernel, interaction, client } = asked
  const person = persons.find((each) => each.person === interaction.session?.accountId)
  // Signed in as somebody else meanwhile: then the question of who comes first.
  if (!person) return { need: 'choose', persons }
  const actor = await kernel.actorOf(person.organisation, person.person)
  if (!actor) return { need: 'stranger' }
  const input = { client: client.client_id, scopes: wantedScopes(interaction, client) }
  const shownConsent = await kernel.call(showConsent, input, actor, { door: 'http' })
  return { need: 'consent', person, ...shownConsent }
}

const wantedScopes = ({ params }: Interaction, client: ClientRow): string[] =>
  (params['scope'] ?? '')
    .split(' ')
    .filter((scope) => !scope.includes('.') || client.scopes.includes(scope))

/** Turns what the page sent into the result that the provider goes on with. */
async function decided(
  asked: Asked,
  need: Need,
  said: { do?: unknown; person?: unknown; everyone?: unknown },
): Promise<Record<string, unknown>> {
  const { kernel, here, client, interaction } = asked
  if (said.do === 'refuse')
    return { error: 'access_denied', error_description: 'The person said no.' }
  if (need.need === 'nothing') return { ...need.result }
  if (said.do === 'choose' && need.need === 'choose') {
    const found = need.persons.find(({ person }) => person === said.person)
    if (!found) throw fail('invalid', 'This is not one of your persons.')
    await choose(kernel, here!, client, found.person)
    return loginAs(asked, found.person)
  }
  if (said.do === 'allow' && need.need === 'consent') {
    const person = await personOf(kernel, interaction.session?.accountId ?? '')
    const actor = person && (await kernel.actorOf(person.org, person.id))
    if (!actor) throw over()
    const scopes = wantedScopes(interaction, client)
    const input = { client: client.client_id, scopes, everyone: said.everyone === true }
    await kernel.call(giveConsent, input, actor, { door: 'http' })
    return { consent: {} }
  }
  throw fail('conflict', 'Something else is needed first.', 'Load the page again.')
}

async function finish(
  interaction: Interaction,
  result: Readonly<Record<string, unknown>>,
): Promise<string> {
  interaction.result = 'error' in result ? result : { ...interaction.lastSubmission, ...result }
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000))
  return interaction.returnTo
}

function go(response: ServerResponse, to: string): void {
  response.writeHead(303, { location: to, 'cache-control': 'no-store' }).end()
}

function json(response: ServerResponse, body: unknown): void {
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}
