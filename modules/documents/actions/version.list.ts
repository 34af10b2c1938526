import { defineAction, page, pageOf, ref, T } from '#kernel'
import { Document, Version } from '../entities.ts'
import { seenBy } from '../role.ts'
import { VersionView } from '../views.ts'

export const listVersions = defineAction({
  id: 'documents.version.list',
  kind: 'query',
  effect: 'local',
  title: 'List versions',
  description: 'The versions kept of a document that you may read, newest first.',
  input: T.Object(
    { document: ref(Document, { title: 'Document' }), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(VersionView),
  subject: 'document',
  scope: 'documents.use',
}).run(async ({ document, ...query }, ctx) => {
  await seenBy(ctx, document)
  return ctx
    .records(Version)
    .unchecked('whoever reads the document reads its versions')
    .list({ ...query, where: { document }, sort: ['-id'] })
})
