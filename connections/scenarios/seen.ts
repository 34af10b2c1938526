import { T } from '#kernel'

/** Schemas that several actions take or answer. */
export const Language = T.Enum(['en', 'zh'], { title: 'Language' })
export const Chosen = {
  needs: T.Optional(
    T.Record(T.String({ maxLength: 40 }), T.String({ maxLength: 60 }), {
      maxProperties: 12,
      title: 'Stands for',
      description:
        'Which module stands for which need; an optional one is left out by an empty text.',
    }),
  ),
  accounts: T.Optional(
    T.Record(T.String({ maxLength: 40 }), T.String({ maxLength: 60 }), {
      maxProperties: 12,
      title: 'Linked accounts',
    }),
  ),
  settings: T.Optional(
    T.Record(T.String({ maxLength: 40 }), T.Json(), { maxProperties: 30, title: 'Settings' }),
  ),
}

/** Addresses that others call; the secret of each is shown this once. */
export const Hooks = T.Array(
  T.Object({ name: T.String(), hook: T.String(), secret: T.Optional(T.String()) }),
)
export const Words = T.Object({ en: T.String(), zh: T.String() })
export const Picture = T.Array(
  T.Object({ icon: T.String(), title: Words, need: T.Optional(T.String()) }),
)
export const UseView = T.Object({
  does: T.String(),
  id: T.String(),
  title: T.String(),
  module: T.Optional(T.String()),
  module_title: T.Optional(T.String()),
  need: T.Optional(T.String()),
  outside: T.Boolean(),
  lacks: T.Optional(T.String()),
})
export const HEALTH = ['running', 'paused', 'needs_account', 'broken', 'stopped'] as const
export const Installed = T.Object({
  installation: T.Id(),
  recipe: T.String(),
  version: T.Integer(),
  title: Words,
  parts: Picture,
  state: T.Enum(HEALTH),
  /** What is in its way, in words of its own. */
  troubles: T.Array(
    T.Object({
      kind: T.Enum(['need', 'account', 'flow']),
      of: T.String(),
      message: T.String(),
    }),
  ),
  owner: T.Id(),
  newer: T.Optional(T.Integer()),
  flows: T.Array(
    T.Object({
      name: T.String(),
      flow: T.Id(),
      title: T.String(),
      state: T.String(),
      /** What begins it, as flows call it. */
      begins: T.String(),
    }),
  ),
  installed_at: T.Time(),
})
