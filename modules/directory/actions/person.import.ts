import { T, defineAction } from '#kernel'
import { events, importFinished } from '../events.ts'
import { applyChunk } from '../import/apply.ts'
import { progressOf } from '../import/progress.ts'
import { runInBackground } from '../import/run.ts'
import {
  imports,
  IMPORT_BYTES_MAX,
  importSource,
  previewSchema,
  refuseUnready,
  stage,
} from '../import/stage.ts'

/** Up to so many people are done when the answer comes; more go on in the background. */
const AT_ONCE = 500

export const importPeople = defineAction({
  id: 'directory.person.import',
  kind: 'command',
  effect: 'local',
  title: 'Import people',
  description:
    'A list of people in one step: rows, CSV text, or a .csv/.xlsx file with any headings. Matches by staff number, then e-mail, then mobile; creates departments; sets managers. Running it twice changes nothing. With dry_run only the preview.',
  input: T.Object(
    {
      ...importSource,
      dry_run: T.Optional(T.Boolean({ default: false, title: 'Only preview' })),
      skip_errors: T.Optional(T.Boolean({ default: false, title: 'Leave out rows with errors' })),
    },
    { additionalProperties: false, 'x-body-max': IMPORT_BYTES_MAX },
  ),
  output: T.Object({
    ...previewSchema.properties,
    applied: T.Integer(),
    created: T.Integer(),
    updated: T.Integer(),
  }),
  emits: events,
  scope: 'directory.import',
}).run(async ({ dry_run = false, skip_errors = false, ...source }, ctx) => {
  const preview = await stage(ctx, source)
  const { import: id } = preview
  if (dry_run) return { ...preview, applied: 0, created: 0, updated: 0 }
  refuseUnready(preview, skip_errors)
  if (preview.rows > AT_ONCE) {
    runInBackground(ctx, id)
    return { ...preview, ...progressOf(await imports(ctx).update(id, { status: 'applying' })) }
  }
  while (await applyChunk(ctx, id));
  const done = await imports(ctx).update(id, { status: 'done' })
  const { created, updated, unchanged } = done
  ctx.emit(importFinished, { import: id, created, updated, unchanged }, { subject: id })
  return { ...preview, ...progressOf(done) }
})
