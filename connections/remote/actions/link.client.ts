import { defineAction, T } from '#kernel'
import type { Manifest } from '../manifest/format.ts'
import { keepSignIn } from '../sign-in.ts'

export const keepLinkClient = defineAction({
  id: 'remote.link.client',
  kind: 'command',
  effect: 'local',
  title: 'Let a vendor’s pages sign people in',
  description:
    'The short command before the vendor is told: the app as which its pages sign people in, as the manifest says.',
  input: T.Object(
    { link: T.Id(), manifest: T.Json(), grants: T.Array(T.String()) },
    { additionalProperties: false },
  ),
  output: T.Object({ client: T.Optional(T.Id()) }),
  silent: 'oidc.client.changed tells it',
  subject: 'link',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ link, manifest, grants }, ctx) => {
  const client = await keepSignIn(ctx, link, { manifest: manifest as Manifest, grants })
  return client === undefined ? {} : { client }
})
