import {
  defineAction,
  defineEntity,
  defineModule,
  scope,
  T,
  type AnyAction,
  type Entity,
  type Module,
} from '#kernel'
import { CONNECTOR, defineConnector, type AuthSpec } from '#connections/vault'
import { send } from './http/send.ts'
import type { Operation, Plan, Schema } from './plan.ts'
import { sqlActions, sqlWords } from './sql/make.ts'

export const API_PREFIX = 'api_'

export interface Kept {
  readonly module: string
  readonly kind: 'openapi' | 'sql' | 'http'
  readonly title: string
  readonly server: string
  readonly account?: string
  readonly open: 'nobody' | 'read' | 'all'
  readonly version: number
  readonly plan: Plan
}

/** An imported interface as an ordinary module: doors, flows, rights and audit know no difference. */
export function makeModule(kept: Kept): Module {
  const { module, title, open, plan } = kept
  const actions = plan.sql
    ? sqlActions(kept, plan.sql)
    : plan.operations.map((operation) => actionOf(kept, operation))
  return defineModule({
    id: module,
    title,
    version: kept.version,
    publisher: hostOf(kept.server),
    partnerType: 'software',
    firstParty: false,
    built: true,
    needs: ['vault'],
    entities: nounsOf(kept, actions),
    actions,
    scopes: {
      [`${module}.read`]: {
        title: `Read from ${title}`,
        roles: open === 'nobody' ? [] : ['member'],
      },
      [`${module}.write`]: {
        title: `Change things in ${title}`,
        roles: open === 'all' ? ['member'] : [],
      },
    },
    ...(plan.connector
      ? {
          contributes: {
            [CONNECTOR]: [
              defineConnector({
                id: module,
                title,
                publisher: hostOf(kept.server),
                icon: 'link',
                auth: plan.connector.auth as AuthSpec[],
                origins: [...plan.connector.origins],
              }),
            ],
          },
        }
      : {}),
    placements: [
      { slot: 'manage', title: 'Manage', icon: 'settings', page: 'imports.home', at: module },
    ],
    ...(plan.implements ? { implements: plan.implements.map((each) => owned(module, each)) } : {}),
    zh: {
      [module]: title,
      [`${module}.read`]: `读取 ${title}`,
      [`${module}.write`]: `更改 ${title} 中的内容`,
      ...Object.fromEntries(
        plan.operations.flatMap(({ noun, verb, zh }) =>
          zh ? [[`${module}.${noun}.${verb}`, zh]] : [],
        ),
      ),
      ...(plan.sql ? sqlWords(module, plan.sql) : {}),
    },
  })
}

function actionOf(kept: Kept, operation: Operation): AnyAction {
  const { noun, verb, kind, input, output, again, poll } = operation
  return defineAction({
    id: `${kept.module}.${noun}.${verb}`,
    kind,
    effect: 'outside',
    title: operation.title,
    description: operation.description,
    input: schemaOf(input),
    output: schemaOf(output),
    ...(kind === 'command' ? { silent: 'what it does happens at the service' } : {}),
    ...(subjectOf(operation) ? { subject: noun as never } : {}),
    scope: `${kept.module}.${kind === 'query' ? 'read' : 'write'}`,
    destructive: operation.destructive ?? false,
    idempotent: again,
    ...(poll && kind === 'query'
      ? {
          poll: {
            since: poll.since,
            items: 'items',
            key: [...new Set([poll.key, poll.cursor])],
            grows: poll.cursor,
          },
        }
      : {}),
  }).run(async (given, ctx) =>
    send(
      ctx.egress,
      operation,
      { title: kept.title, server: kept.server, account: kept.account, key: ctx.key, now: ctx.now },
      given as Record<string, unknown>,
    ),
  )
}

/** Their records lie there: here is only what their fields are called. */
function nounsOf({ module }: Kept, actions: readonly AnyAction[]): Entity[] {
  const byNoun = new Map<string, AnyAction>()
  for (const action of actions) {
    const [, noun = '', verb] = action.id.split('.')
    if (verb === 'get' || !byNoun.has(noun)) byNoun.set(noun, action)
  }
  return [...byNoun].map(([noun, action]) => {
    const { properties = {} } = action.output as { properties?: Record<string, Schema> }
    const own = Object.entries(properties).filter(([name]) => !RESERVED.has(name))
    return defineEntity({
      id: `${module}.${noun}`,
      title: noun,
      fields: Object.fromEntries(
        own.slice(0, 60).map(([name, schema]) => [name, T.Optional(schemaOf(schema))]),
      ),
      access: { read: { where: scope(`${module}.read`) } },
      ...(own[0]
        ? { label: (own.find(([name]) => /^(name|title)$/.test(name)) ?? own[0])[0] }
        : {}),
      dataAt: 'vendor',
    }) as Entity
  })
}
const RESERVED = new Set(['id', 'created_at', 'updated_at', 'rev', 'items', 'next'])

const schemaOf = (schema: Schema) => T.Unsafe<Record<string, unknown>>({ ...schema })
const subjectOf = ({ noun, input }: Operation): boolean =>
  Object.hasOwn((input['properties'] ?? {}) as object, noun)
export const hostOf = (server: string): string =>
  URL.canParse(server) ? new URL(server).host : server

/** Ids of its own are written without the module's name, which is given here. */
function owned(module: string, { ids, ...rest }: NonNullable<Plan['implements']>[number]) {
  return {
    ...rest,
    ...(ids
      ? {
          ids: Object.fromEntries(Object.entries(ids).map(([id, own]) => [id, `${module}.${own}`])),
        }
      : {}),
  }
}
