import { defineAction, forbidden, invalid, sensitive, T } from '#kernel'
import { PushTarget } from '../entities.ts'
import { pushSubscribed } from '../events.ts'
import { isPushService } from '../push.ts'
import { LANGUAGES } from '../text.ts'

/** Browsers of one person; the oldest goes when another comes. */
const TARGETS_MAX = 20

export const subscribePush = defineAction({
  id: 'notify.push.subscribe',
  kind: 'command',
  effect: 'local',
  title: 'Switch on notices in this browser',
  description:
    'Registers what the browser’s PushManager answered, so that notices reach it while Tenon is closed.',
  input: T.Object(
    {
      endpoint: sensitive(T.String({ format: 'uri', maxLength: 2000 })),
      p256dh: sensitive(T.String({ pattern: '^[A-Za-z0-9_-]{80,100}=*$' })),
      auth: sensitive(T.String({ pattern: '^[A-Za-z0-9_-]{20,30}=*$' })),
      browser: T.Optional(T.String({ maxLength: 200 })),
      language: T.Optional(T.Enum(LANGUAGES)),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ target: T.Id() }),
  errors: {
    unknownService: invalid(
      'This address belongs to no push service that we know.',
      'Use the subscription that the browser made.',
    ),
    onlyPeople: forbidden('Only a person has a browser.'),
  },
  emits: [pushSubscribed],
  scope: 'notify.use',
  idempotent: true,
}).run(async ({ endpoint, ...given }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  if (!isPushService(endpoint)) throw ctx.error('unknownService')
  // A shared computer: the browser now belongs to whoever signed in last.
  await ctx.sql`DELETE FROM notify.push_target WHERE org = ${ctx.org} AND md5(endpoint) = md5(${endpoint})`
  await ctx.sql`
    DELETE FROM notify.push_target WHERE org = ${ctx.org} AND id IN (
      SELECT id FROM notify.push_target WHERE org = ${ctx.org} AND person = ${ctx.actor.id} ORDER BY id DESC OFFSET ${TARGETS_MAX - 1})`
  const target = await ctx.records(PushTarget).create({ person: ctx.actor.id, endpoint, ...given })
  ctx.emit(pushSubscribed, { person: ctx.actor.id, target: target.id, on: true })
  return { target: target.id }
})
