import { t, type Catalog, type Row } from '#web'

export interface Change {
  entity: string
  id: string
  op: 'create' | 'update' | 'delete'
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}
export interface Entry extends Row {
  at: string
  actor: string
  actor_kind: string
  actor_name?: string
  on_behalf_of?: string
  action: string
  title?: string
  subject?: string
  outcome: string
  door: string
  session?: string
  address?: string
  input?: unknown
  changes?: Change[]
}

/** What was done, by the action's own title. */
export const actionTitle = (catalog: Catalog, entry: Entry) =>
  catalog.title(entry.action, entry.title)

const KINDS: Record<string, () => string> = {
  person: () => t('Person'),
  app: () => t('App'),
  device: () => t('Device'),
  module: () => t('Tenon itself'),
  operator: () => t('Operator'),
  nobody: () => t('Not signed in'),
}
export const kindTitle = (kind: string) => KINDS[kind]?.() ?? kind

export function actorTitle(catalog: Catalog, { actor, actor_kind, actor_name }: Entry): string {
  if (actor_name) return actor_name
  if (actor_kind === 'module')
    return catalog.title(actor, catalog.modules.find(({ id }) => id === actor)?.title)
  return actor_kind === 'person' ? t('Somebody') : kindTitle(actor_kind)
}

const DOORS: Record<string, () => string> = {
  http: () => t('Web and API'),
  mcp: () => t('Agent (MCP)'),
  socket: () => t('Live connection'),
  realtime: () => t('Live connection'),
  job: () => t('Background'),
  module: () => t('Module'),
  setup: () => t('Set-up'),
  cli: () => t('Command line'),
  operator: () => t('Command line'),
}
export const doorTitle = (door: string) => DOORS[door]?.() ?? door

const OUTCOMES: Record<string, () => string> = {
  ok: () => t('Succeeded'),
  forbidden: () => t('Forbidden'),
  invalid: () => t('Invalid'),
  notFound: () => t('Not found'),
  conflict: () => t('Conflict'),
  limited: () => t('Too often'),
  unauthenticated: () => t('Not signed in'),
  internal: () => t('Broke'),
  unavailable: () => t('Unavailable'),
}
/** A refusal by an action's own code is a refusal; its code says which. */
export const outcomeTitle = (outcome: string) =>
  OUTCOMES[outcome]?.() ?? `${t('Refused')}: ${outcome}`
export const outcomeTone = (outcome: string) =>
  outcome === 'ok' ? 'success' : outcome === 'internal' ? 'danger' : 'warning'
export const outcomeIcon = (outcome: string) => (outcome === 'ok' ? 'check' : 'warning')
