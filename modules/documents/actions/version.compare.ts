import { defineAction, ref, T } from '#kernel'
import { blocksIn, contentOf } from '../content.ts'
import type { Block } from '../content/block.ts'
import { Version } from '../entities.ts'
import { namesIn } from '../names.ts'
import { versionFor } from '../version.ts'

export const compareVersion = defineAction({
  id: 'documents.version.compare',
  kind: 'query',
  effect: 'local',
  title: 'Compare a version',
  description:
    'What changed, line by line, from a version to another one, or to what stands there now.',
  input: T.Object(
    {
      version: ref(Version, { title: 'Version' }),
      with: T.Optional(ref(Version, { title: 'With' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    lines: T.Array(T.Object({ kind: T.Enum(['same', 'added', 'removed']), text: T.String() })),
  }),
  subject: 'version',
  scope: 'documents.use',
}).run(async ({ version: id, with: other }, ctx) => {
  const { version, state } = await versionFor(ctx, id)
  const before = await blocksIn([state])
  const after = other
    ? await blocksIn([(await versionFor(ctx, other)).state])
    : await contentOf(ctx, version.document)
  const [{ compare }, { linesOf }, names] = await Promise.all([
    import('../content/compare.ts'),
    import('../content/words.ts'),
    namesIn(ctx, [...before, ...after]),
  ])
  const said = (blocks: readonly Block[]) =>
    linesOf(blocks).map((line) =>
      line.replaceAll(
        /@([0-9a-f-]{36})/g,
        (_whole, person: string) => `@${names.get(person) ?? '…'}`,
      ),
    )
  return { lines: compare(said(before), said(after)) }
})
