import { defineAction, ref, T } from '#kernel'
import { blocksIn } from '../content.ts'
import { Version } from '../entities.ts'
import { versionFor } from '../version.ts'
import { Content, VersionView } from '../views.ts'

export const getVersion = defineAction({
  id: 'documents.version.get',
  kind: 'query',
  effect: 'local',
  title: 'Look at a version',
  description: 'What stood in a document when this version was kept.',
  input: T.Object({ version: ref(Version, { title: 'Version' }) }, { additionalProperties: false }),
  output: T.Object({ version: VersionView, content: Content }),
  subject: 'version',
  scope: 'documents.use',
}).run(async ({ version: id }, ctx) => {
  const { version, state } = await versionFor(ctx, id)
  return { version, content: await blocksIn([state]) }
})
