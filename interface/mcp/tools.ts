import { STATUS, type Actor, type AnyAction, type Kernel } from '#kernel'
import { carriesBytes, marksOf, mayUse, type Schema } from '#interface/openapi'

type Registry = Kernel['registry']

/** As MCP lists it. */
export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: { type: 'object'; [keyword: string]: unknown }
  readonly outputSchema?: { type: 'object'; [keyword: string]: unknown }
  readonly annotations: {
    title: string
    readOnlyHint: boolean
    destructiveHint: boolean
    idempotentHint: boolean
    openWorldHint: boolean
  }
}

/** Tool names know no dots. */
export const toolName = (action: string): string => action.replaceAll('.', '_')

/** Bytes and signals are not for agents. */
export const isTool = (action: AnyAction): boolean =>
  action.kind !== 'signal' && !carriesBytes(action)

/** Actions an agent may use, whether listed or found by search. */
export const forAgents = (action: AnyAction, actor: Actor): boolean =>
  isTool(action) && mayUse(actor, action)

export function toolOf(action: AnyAction): Tool {
  const output = outputOf(action)
  return {
    name: toolName(action.id),
    title: action.title,
    description: action.description,
    inputSchema: asObject(action.input as Schema),
    ...(output.type === 'object' ? { outputSchema: asObject(output) } : {}),
    annotations: {
      title: action.title,
      readOnlyHint: action.kind === 'query',
      destructiveHint: action.kind !== 'query' && action.destructive === true,
      idempotentHint: action.kind === 'query' || action.idempotent === true,
      openWorldHint: action.effect === 'outside',
    },
  }
}

/** The session of an answer stays with the server (docs/wire.md, `x-session`). */
function outputOf(action: AnyAction): Schema {
  const output = action.output as Schema
  const name = marksOf(action).session?.set
  if (name === undefined) return output
  const { [name]: _token, ...properties } = output.properties ?? {}
  return { ...output, properties }
}

/** A plain copy: schema values of ours carry marks that are no JSON. */
const asObject = (schema: Schema): Tool['inputSchema'] => ({
  ...(JSON.parse(JSON.stringify(schema)) as object),
  type: 'object',
})

/** The one page: listed actions this actor may use, then the two that reach all others. */
export function listTools(registry: Registry, actor: Actor): Tool[] {
  const listed = [...registry.actions.values()].filter(
    (action) => action.mcp === 'listed' && forAgents(action, actor),
  )
  return [...listed.sort((a, b) => (a.id < b.id ? -1 : 1)).map(toolOf), SEARCH, CALL]
}

export const SEARCH: Tool = {
  name: 'search_actions',
  title: 'Search actions',
  description:
    'Finds actions of this server by words in English or Chinese, with their input schemas. Run one by call_action. With an exact action id it answers that one.',
  inputSchema: {
    type: 'object',
    properties: {
      query: {
        type: 'string',
        maxLength: 200,
        description: 'Words, e.g. “create department”. Empty lists everything.',
      },
      module: { type: 'string', maxLength: 80, description: 'Only actions of this module.' },
      limit: { type: 'integer', minimum: 1, maximum: 50, default: 10 },
    },
    additionalProperties: false,
  },
  annotations: {
    title: 'Search actions',
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
}

export const CALL: Tool = {
  name: 'call_action',
  title: 'Call an action',
  description: `Runs any action found by search_actions under your own rights. A refusal has a code (${Object.keys(STATUS).join(', ')} or one the action declares), a detail and a fix.`,
  inputSchema: {
    type: 'object',
    properties: {
      action: {
        type: 'string',
        maxLength: 200,
        description: 'The id, e.g. directory.person.list.',
      },
      input: { type: 'object', description: 'As the input schema of the action says.' },
      idempotency_key: {
        type: 'string',
        minLength: 1,
        maxLength: 100,
        description: 'The same key and input answer the first result.',
      },
    },
    required: ['action'],
    additionalProperties: false,
  },
  annotations: {
    title: 'Call an action',
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: false,
    openWorldHint: true,
  },
}
