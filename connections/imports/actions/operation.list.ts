import { defineAction, fail, page, pageOf, T } from '#kernel'
import { documentOf } from '../documents.ts'
import { operationsOf, searched } from '../openapi/listing.ts'

export const listOperations = defineAction({
  id: 'imports.operation.list',
  kind: 'query',
  effect: 'local',
  title: 'Look for operations in a document',
  description:
    'What can be chosen from a document that was read, found by words of its name, path or tag.',
  input: T.Object(
    {
      document: T.Id({ title: 'Document' }),
      search: T.Optional(T.String({ maxLength: 200, title: 'Search' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    ...pageOf(
      T.Object({
        key: T.String(),
        title: T.String(),
        tag: T.String(),
        kind: T.Enum(['query', 'command']),
        noun: T.String(),
        verb: T.String(),
        deprecated: T.Boolean(),
      }),
    ).properties,
    total: T.Integer(),
  }),
  scope: 'imports.manage',
}).run(async ({ document: id, search, limit = 50, cursor = '0' }, ctx) => {
  const from = Number(cursor)
  if (!Number.isSafeInteger(from) || from < 0)
    throw fail('invalid', 'This cursor is not one of this list.', 'Begin with the first page.')
  const found = searched(operationsOf(await documentOf(ctx.sql, ctx.org, id)), search)
  return {
    items: found
      .slice(from, from + limit)
      .map(({ key, title, tag, kind, noun, verb, deprecated }) => ({
        key,
        title,
        tag,
        kind,
        noun,
        verb,
        deprecated,
      })),
    total: found.length,
    ...(from + limit < found.length ? { next: String(from + limit) } : {}),
  }
})
