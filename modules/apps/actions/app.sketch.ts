import { defineAction, T } from '#kernel'
import { nounOf, slugOf } from '../guess/names.ts'
import { checkManifest } from '../manifest/check.ts'
import { FORMAT, Manifest } from '../manifest/format.ts'
import { wordsOf } from '../manifest/words.ts'

export const sketchApp = defineAction({
  id: 'apps.app.sketch',
  kind: 'query',
  effect: 'local',
  title: 'Begin an app with nothing',
  description:
    'Answers the manifest of an app with one list of one field, to be changed and given to apps.app.create; its list may also be added to an app that is there. Makes nothing.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name of the app' }),
      list: T.String({ minLength: 1, maxLength: 100, title: 'Name of the list' }),
      icon: T.Optional(T.String({ pattern: '^[a-z][a-z-]{0,30}$', title: 'Icon' })),
      nouns: T.Optional(
        T.Array(T.String({ maxLength: 31 }), { maxItems: 100, title: 'Nouns that are taken' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ manifest: Manifest }),
  scope: 'apps.use',
}).run(async ({ name, list, icon = 'table', nouns = [] }) => ({
  manifest: checkManifest({
    format: FORMAT,
    slug: slugOf(name),
    title: wordsOf(name),
    icon,
    roles: [],
    entities: [
      {
        key: 'e1',
        noun: nounOf(list, new Set(nouns)),
        title: wordsOf(list),
        label: 'f1',
        fields: [{ key: 'f1', name: 'name', title: { en: 'Name', zh: '名称' }, kind: 'text' }],
        access: { who: 'everyone' },
        views: ['table'],
      },
    ],
  }),
}))
