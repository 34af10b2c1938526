import { T } from '#kernel'
import type { View } from './draw.ts'
import { POLICIES } from './entities.ts'

/** A card as one person sees it in one place: everything a renderer needs. */
export const CardView = T.Object({
  card: T.Id(),
  /** Absent when it is shown on its record's own page. */
  delivery: T.Optional(T.Id()),
  space: T.Optional(T.String()),
  template: T.String(),
  version: T.Integer(),
  title: T.String(),
  entity: T.String(),
  record: T.Id(),
  policy: T.Enum(POLICIES),
  /** May this copy be forwarded, and as what? Absent: it may not. */
  forward: T.Optional(T.Enum(POLICIES)),
  /** Buttons do nothing here: a snapshot, a read-only copy, or a closed card. */
  readonly: T.Boolean(),
  state: T.Enum(['open', 'closed']),
  rev: T.Integer(),
  summary: T.String(),
  data: T.Unknown(),
  /** The viewer's own data; never anybody else's. */
  private: T.Optional(T.Unknown()),
  view: T.Unsafe<View>({
    type: 'object',
    properties: {
      components: { type: 'object' },
      order: { type: 'array', items: { type: 'string' } },
    },
    required: ['components', 'order'],
  }),
})

export const DeliveryView = T.Object({
  delivery: T.Id(),
  card: T.Id(),
  template: T.String(),
  summary: T.String(),
  space: T.String(),
  policy: T.Enum(POLICIES),
  delivered_by: T.String(),
  forwarded_from: T.Optional(T.Id()),
  forwarded_by: T.Optional(T.Id()),
  created_at: T.Time(),
})
