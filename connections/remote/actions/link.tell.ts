import { defineAction, T } from '#kernel'
import { ask } from '../ask.ts'
import { aliasOf, knowsPeople } from '../people.ts'
import { readyLink } from '../store.ts'

export const tellLink = defineAction({
  id: 'remote.link.tell',
  kind: 'command',
  effect: 'outside',
  title: 'Tell a vendor that somebody has left',
  description: 'So that it ends his sessions at once; repeated until its server has heard it.',
  input: T.Object({ link: T.Id(), fact: T.Id(), person: T.Id() }, { additionalProperties: false }),
  output: T.Object({ told: T.Boolean() }),
  silent: 'directory.person.left has told it',
  subject: 'link',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ link: id, fact, person }, ctx) => {
  const link = await readyLink(ctx.sql, ctx.secrets, ctx.org, id)
  const path = link?.manifest.endpoints.events
  if (!link || !path) return { told: false }
  const known = knowsPeople(link) ? person : aliasOf(link, person)
  const body = { installation: id, type: 'person.left', person: known }
  await ask(ctx.egress, link, path, body, { id: `${fact}_${id}`, again: true })
  return { told: true }
})
