import { defineAction, ref, T } from '#kernel'
import { appendOwn, loadBody } from '../body.ts'
import { blocksIn } from '../content.ts'
import { Version } from '../entities.ts'
import { documentWritten } from '../events.ts'
import { SETTLE_MS } from '../limits.ts'
import { mayWrite } from '../role.ts'
import { streamOf } from '../tell.ts'
import { versionFor } from '../version.ts'
import { keepVersion } from '../versions.ts'
import { settleDocument } from './document.settle.ts'

export const restoreVersion = defineAction({
  id: 'documents.version.restore',
  kind: 'command',
  effect: 'local',
  title: 'Go back to a version',
  description:
    'Writes what stood there then as a new edit; what stands there now is kept as a version first.',
  input: T.Object({ version: ref(Version, { title: 'Version' }) }, { additionalProperties: false }),
  output: T.Object({ seq: T.Integer() }),
  errors: {
    readOnly: {
      kind: 'forbidden',
      message: 'You may read this document, not change it.',
      fix: 'Ask its owner for the right to edit.',
    },
  },
  emits: [documentWritten],
  subject: 'version',
  scope: 'documents.use',
}).run(async ({ version: id }, ctx) => {
  const { version, state, role, title } = await versionFor(ctx, id)
  if (!mayWrite(role)) throw ctx.error('readOnly')
  const { document } = version
  const body = await loadBody(ctx, document, 0, 'lock')
  const [{ opened }, { rewritten }, { encodeStateAsUpdate }] = await Promise.all([
    import('../content/read.ts'),
    import('../content/write.ts'),
    import('yjs'),
  ])
  const doc = opened([
    ...(body?.state ? [body.state] : []),
    ...(body?.changes ?? []).map(({ bytes }) => bytes),
  ])
  const now = { state: encodeStateAsUpdate(doc), seq: body?.changes.at(-1)?.seq ?? body!.merged }
  await keepVersion(ctx, document, { ...now, author: ctx.actor.id }, 'automatic')
  const update = rewritten(doc, await blocksIn([state]))
  const seq = await appendOwn(ctx, document, update, ctx.actor.id)
  ctx.enqueue(
    settleDocument,
    { document },
    { key: `documents.settle:${document}`, at: new Date(ctx.now.getTime() + SETTLE_MS) },
  )
  ctx.emit(documentWritten, { document, title, seq }, { stream: streamOf(document), subject: id })
  return { seq }
})
