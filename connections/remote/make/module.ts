import { defineEvent, defineModule, definePage, type Module, type Placement } from '#kernel'
import { findCard } from '../actions/card.find.ts'
import { actionOf, shareAction } from './action.ts'
import { cardOf, cardWords } from './card.ts'
import { entityOf, faceAction, glanceAction } from './entity.ts'
import { leaveAction, takeAction } from './inbox.ts'
import { english, objectSchema, pageId, pathOf, type Made } from './schemas.ts'

/** Behind our own places in the rail, in the order of installation. */
const RAIL = 85

/** A vendor's manifest as an ordinary module: whatever is made from modules is made from it too. */
export function makeModule(made: Made): Module {
  const { manifest, module } = made
  const events = new Map(
    manifest.events.map(({ id, title, payload }) => [
      id,
      defineEvent({
        id: `${module}.${id}`,
        title: english(title),
        payload: objectSchema(payload),
      }),
    ]),
  )
  const take = takeAction(made, events)
  const carded = manifest.entities.filter(({ card }) => card)
  return defineModule({
    id: module,
    title: english(manifest.title),
    version: manifest.version,
    publisher: manifest.publisher,
    partnerType: manifest.partnerType,
    firstParty: false,
    built: true,
    needs: ['directory', 'cards', 'chat', 'todo'],
    entities: manifest.entities.map((def) => entityOf(made, def)),
    events: [...events.values()],
    actions: [
      ...manifest.actions.map((def) => actionOf(made, def, take)),
      ...carded.flatMap((def) => [
        faceAction(made, def),
        glanceAction(made, def),
        shareAction(made, def.noun, english(def.title), def.scope),
      ]),
      take,
      leaveAction(made),
    ],
    cards: carded.map((def) => cardOf(made, def)!),
    pages: manifest.pages.map(({ id, title, icon, scope, rail }) =>
      definePage({
        id: pageId(made, id),
        path: pathOf(made, id),
        title: english(title),
        icon,
        component: 'remote:frame',
        scope: `${module}.${scope}`,
        ...(rail ? { rail: RAIL } : {}),
      }),
    ),
    placements: placementsOf(made),
    scopes: Object.fromEntries(
      Object.entries(manifest.scopes).map(([key, { title, roles }]) => [
        `${module}.${key}`,
        { title: english(title), roles },
      ]),
    ),
    implements: (manifest.implements ?? []).map(({ ids, ...rest }) => ({
      ...rest,
      ...(ids
        ? {
            ids: Object.fromEntries(
              Object.entries(ids).map(([id, own]) => [id, `${module}.${own}`]),
            ),
          }
        : {}),
    })),
    zh: chineseOf(made),
  })
}

function placementsOf({ manifest, module }: Made): Placement[] {
  const own = manifest.placements.map(({ slot, title, icon, action, page }) => ({
    slot,
    title: english(title),
    icon,
    ...(action ? { action: `${module}.${action}` } : {}),
    ...(page ? { page: `${module}.${page}` } : {}),
  }))
  // A link to a record shows its card: nobody has to ask for that.
  const pages = new Map(
    manifest.entities.flatMap(({ card, title }) => (card?.page ? [[card.page, title]] : [])),
  )
  const links = [...pages].map(([page, title]) => ({
    slot: 'unfurl' as const,
    title: english(title),
    icon: manifest.icon,
    page: `${module}.${page}`,
    action: findCard.id,
  }))
  return [...own, ...links]
}

function chineseOf(made: Made): Record<string, string> {
  const { manifest, module } = made
  const words: [string, string | undefined][] = [
    [module, manifest.title.zh],
    ...manifest.entities.flatMap((def): [string, string | undefined][] => [
      [`${module}.${def.noun}`, def.title.zh],
      ...Object.entries(def.words ?? {}).map(([field, { zh }]): [string, string | undefined] => [
        `${module}.${def.noun}.${field}`,
        zh,
      ]),
      ...cardWords(made, def),
    ]),
    ...manifest.actions.flatMap(({ id, title, words: own }): [string, string | undefined][] => [
      [`${module}.${id}`, title.zh],
      ...Object.entries(own ?? {}).map(([field, { zh }]): [string, string | undefined] => [
        `${module}.${id}.${field}`,
        zh,
      ]),
    ]),
    ...manifest.events.map(({ id, title }): [string, string | undefined] => [
      `${module}.${id}`,
      title.zh,
    ]),
    ...manifest.pages.map(({ id, title }): [string, string | undefined] => [
      `${module}.${id}`,
      title.zh,
    ]),
    ...manifest.placements.map(({ title }): [string, string | undefined] => [
      `${module}.placement.${title.en}`,
      title.zh,
    ]),
    ...Object.entries(manifest.scopes).map(([key, { title }]): [string, string | undefined] => [
      `${module}.${key}`,
      title.zh,
    ]),
  ]
  return Object.fromEntries(words.filter((pair): pair is [string, string] => pair[1] !== undefined))
}
