import { defineAction, fail, page, T, type AnyAction } from '#kernel'
import { objectOf, send, type Operation } from '#connections/imports'
import { account, type Request, type Entry } from './entry.ts'

/** What can be asked of a service, as actions: `connectors.<service>.<verb>`. */
export const actionsOf = (service: Entry): AnyAction[] => [
  ...(service.requests ?? []).map((request) => actionOf(service, request)),
  ...(service.actions ?? []),
]

function actionOf(service: Entry, request: Request): AnyAction {
  const { verb, title, description, input, output, method, paging } = request
  const kind = method === 'GET' ? ('query' as const) : ('command' as const)
  const operation = operationOf(service, request)
  return defineAction({
    id: `connectors.${service.id}.${verb}`,
    kind,
    effect: 'outside',
    title,
    description,
    input: T.Object(
      { account, ...input, ...(paging ? page : {}) },
      { additionalProperties: false },
    ),
    output: paging
      ? T.Object({ items: T.Array(T.Unsafe<unknown>({})), next: T.Optional(T.String()) })
      : T.Unsafe<Record<string, unknown>>({
          type: 'object',
          ...(output ? { properties: T.Object(output).properties } : {}),
        }),
    ...(kind === 'command' ? { silent: 'what it does happens at the service' } : {}),
    scope: 'connectors.use',
    idempotent: operation.again,
  }).run(async (given, ctx) => {
    const { account: id, ...own } = given as { account: string } & Record<string, unknown>
    const linked = (await ctx.call('vault.account.get', { account: id })) as {
      connector: string
      origins: string[]
    }
    if (linked.connector !== service.id)
      throw fail(
        'invalid',
        `This linked account is not one of ${service.title}.`,
        'Choose another, or link one.',
        {
          fields: [{ path: '/account', message: service.title }],
        },
      )
    const server = service.origins[0] ?? linked.origins[0]!
    // A service that knows keys is told one, also by who gave none.
    const key = ctx.key ?? ctx.id()
    return send(
      ctx.egress,
      operation,
      { title: service.title, server, account: id, key, now: ctx.now },
      { ...own, once: key },
    )
  })
}

function operationOf({ id }: Entry, request: Request): Operation {
  const {
    verb,
    title,
    description,
    method,
    path,
    query = [],
    fixed = {},
    headers,
    body,
    form,
    paging,
  } = request
  // `{once}` is the key under which the service does a thing once; `{key}` is put in by the vault.
  const holes = [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, as]) => as!)
  const inPath = holes.filter((as) => as in request.input || as === 'once')
  const properties = Object.keys(request.input).filter(
    (as) => !inPath.includes(as) && !query.includes(as),
  )
  return {
    key: `${method} ${path}`,
    noun: id,
    verb,
    kind: method === 'GET' ? 'query' : 'command',
    title,
    description,
    method,
    path,
    params: [
      ...inPath.map((as) => ({
        name: as,
        as,
        in: 'path' as const,
        ...(as === 'path' ? { list: 'segments' as const } : {}),
      })),
      ...query.map((as) => ({ name: as, as, in: 'query' as const })),
      ...Object.entries(fixed).map(([name, value]) => ({
        name,
        as: name,
        in: 'query' as const,
        fixed: value,
      })),
    ],
    ...(headers ? { headers } : {}),
    ...(method === 'GET' || method === 'DELETE'
      ? {}
      : {
          body: form
            ? {
                media: 'form' as const,
                type: 'application/x-www-form-urlencoded',
                fields: Object.fromEntries(properties.map((name) => [name, name])),
              }
            : body === undefined
              ? {
                  media: 'json' as const,
                  type: 'application/json',
                  fields: Object.fromEntries(properties.map((name) => [name, name])),
                }
              : { media: 'json' as const, type: 'application/json', template: body },
        }),
    input: {},
    output: objectOf({}),
    again: request.again ?? (method !== 'POST' || request.idempotency !== undefined),
    ...(request.idempotency ? { idempotency: request.idempotency } : {}),
    ...(request.fault ? { fault: request.fault } : {}),
    ...(request.map === undefined ? {} : { map: request.map }),
    ...(paging ? { paging } : {}),
    mark: '',
  }
}
