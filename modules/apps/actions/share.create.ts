import { defineAction, invalid, T } from '#kernel'
import { Share } from '../entities.ts'
import { formShared } from '../events.ts'
import { chinese, english } from '../manifest/words.ts'
import { isOpen } from '../share/form.ts'
import { hashOf, newSecret } from '../share/link.ts'
import { shareView, viewOf } from '../share/view.ts'
import { partOf, requireManager } from '../store.ts'

/** A form that somebody forgot closes by itself after so many answers. */
const ANSWERS_MAX = 10_000

export const createShare = defineAction({
  id: 'apps.share.create',
  kind: 'command',
  effect: 'local',
  title: 'Share a form',
  description:
    'Makes a link and a QR code by which anybody, without an account, adds a record with the fields named. Nothing can be read by it. It can be closed at any time.',
  input: T.Object(
    {
      app: T.Id({ title: 'App', 'x-pick': 'apps.app.list' }),
      entity: T.String({ maxLength: 8, title: 'List', description: 'Key of the entity' }),
      fields: T.Array(T.String({ maxLength: 8 }), {
        minItems: 1,
        maxItems: 60,
        uniqueItems: true,
        title: 'Fields',
        description: 'Keys of the fields that are filled in; every required one among them',
      }),
      title: T.Optional(T.String({ minLength: 1, maxLength: 200, title: 'Title' })),
      intro: T.Optional(T.String({ maxLength: 2000, title: 'Introduction', 'x-long': true })),
      expires_at: T.Optional(T.Time({ title: 'Open until' })),
      answers_max: T.Optional(
        T.Integer({ minimum: 1, maximum: ANSWERS_MAX, title: 'Answers at most' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: shareView,
  errors: {
    notOpen: invalid(
      'Some of these fields cannot be filled in from outside.',
      'Leave out people, records and fields that only some may see.',
    ),
    incomplete: invalid(
      'A required field is not among those filled in.',
      'Add it, or make it optional.',
    ),
    past: invalid('The form would be closed already.', 'Choose a later time.'),
  },
  emits: [formShared],
  subject: 'app',
  scope: 'apps.make',
}).run(
  async ({ app: id, entity, fields, title, intro, expires_at, answers_max = ANSWERS_MAX }, ctx) => {
    const { app, def } = await partOf(ctx, id, entity)
    requireManager(ctx, app)
    const chosen = fields.map((key) => def.fields.find((field) => field.key === key))
    if (chosen.some((field) => !field || !isOpen(field))) throw ctx.error('notOpen')
    if (def.fields.some(({ required, key }) => required && !fields.includes(key)))
      throw ctx.error('incomplete')
    if (expires_at && Date.parse(expires_at) <= ctx.now.getTime()) throw ctx.error('past')
    const secret = newSecret()
    const share = await ctx.records(Share).create({
      app: id,
      entity,
      title: title ?? (def.title.zh ? chinese(def.title) : english(def.title)),
      fields,
      secret_hash: hashOf(secret),
      secret: ctx.secrets.seal(secret),
      answers: 0,
      answers_max,
      made_by: ctx.actor.id,
      ...(intro ? { intro } : {}),
      ...(expires_at ? { expires_at } : {}),
    })
    ctx.emit(formShared, { share: share.id, app: id }, { subject: share.id })
    return viewOf(ctx, share)
  },
)
