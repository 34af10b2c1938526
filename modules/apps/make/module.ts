import {
  defineEvent,
  defineModule,
  definePage,
  T,
  type Module,
  type Page,
  type Placement,
} from '#kernel'
import { refreshing } from '#modules/cards'
import type { EntityDef, Manifest } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'
import { cardOf, faceAction, postAction, shareAction } from './card.ts'
import { entityOf, type Installed } from './entity.ts'
import { heldOf } from './rights.ts'
import { implementationOf } from './standard.ts'
import { submitAction } from './submit.ts'
import { createAction, updateAction, type Made } from './write.ts'
import { chineseOf } from './zh.ts'

export interface Installation extends Installed {
  /** Number of the version that runs. */
  readonly version: number
  /** Who published it: the organisation's own name, or the vendor's. */
  readonly publisher: string
}

/** An ordinary module from a manifest: doors, rights, audit and cards treat it like any other. */
export function makeModule(manifest: Manifest, installed: Installation): Module {
  const { module, version, publisher } = installed
  const made = manifest.entities.map((def) => madeOf(def, manifest, installed))
  const parts = made.map((each) => {
    const create = createAction(each)
    const page = pageOf(each, manifest)
    return {
      page,
      card: cardOf(each, english(manifest.title), version, page.path),
      actions: [
        create,
        updateAction(each),
        faceAction(each),
        shareAction(each),
        postAction(each, create),
        submitAction(each),
      ],
      events: Object.values(each.events),
    }
  })
  return defineModule({
    id: module,
    title: english(manifest.title),
    version,
    publisher,
    partnerType: 'low-code',
    firstParty: false,
    built: true,
    needs: ['directory', 'files', 'cards', 'chat'],
    entities: made.map(({ entity }) => entity),
    events: parts.flatMap(({ events }) => events),
    actions: parts.flatMap(({ actions }) => actions),
    cards: parts.map(({ card }) => card),
    implements: manifest.entities.flatMap((def) => implementationOf(def, module) ?? []),
    pages: parts.map(({ page }) => page),
    placements: placementsOf(made[0]!, manifest),
    subscriptions: parts.flatMap(({ card, events }) => refreshing(card, events)),
    scopes: Object.fromEntries(
      heldOf(manifest, installed.granted).map(({ key, title, roles, holders }) => [
        `${module}.${key}`,
        { title: english(title), roles, ...(holders.length ? { holders } : {}) },
      ]),
    ),
    zh: chineseOf(manifest, module),
  })
}

function madeOf(def: EntityDef, manifest: Manifest, installed: Installed): Made {
  const entity = entityOf(def, manifest, installed)
  const payload = T.Unsafe<Record<string, unknown>>({ type: 'object' })
  const event = (past: string) =>
    defineEvent({ id: `${entity.id}.${past}`, title: `${english(def.title)} ${past}`, payload })
  const events = { created: event('created'), updated: event('updated'), deleted: event('deleted') }
  return { def, entity, module: installed.module, noun: def.noun, events }
}

/** `/app/orders/order`: one page an entity, in the views that its fields allow. */
function pageOf({ def, entity, module }: Made, manifest: Manifest): Page {
  const nameOf = (key: string): string => def.fields.find((field) => field.key === key)!.name
  const named = (name: 'groupBy' | 'date' | 'until', key: string | undefined) =>
    key ? { [name]: nameOf(key) } : {}
  return definePage({
    id: entity.id,
    path: `/app/${module.slice('app_'.length)}/${def.noun}`,
    title: english(def.title),
    icon: manifest.icon,
    entity: entity.id,
    views: def.views,
    columns: (def.columns ?? def.fields.slice(0, 8).map(({ key }) => key)).map(nameOf),
    ...named('groupBy', def.group_by),
    ...named('date', def.date),
    ...named('until', def.until),
    primary: `${entity.id}.create`,
    scope: `${module}.use`,
  })
}

/** In the composer's "+" stands what one fills in most: the app's first form. */
function placementsOf({ entity, def }: Made, { icon }: Manifest): Placement[] {
  return [{ slot: 'composer', title: english(def.title), icon, action: `${entity.id}.post` }]
}
