import { defineEvent, T } from '#kernel'
import { HEALTH } from './entities.ts'

const about = { link: T.Id(), module: T.String() }

export const linkInstalled = defineEvent({
  id: 'remote.link.installed',
  title: 'A vendor’s software was installed',
  payload: T.Object({ ...about, version: T.Integer(), grants: T.Array(T.String()) }),
})
export const linkUpgraded = defineEvent({
  id: 'remote.link.upgraded',
  title: 'A vendor’s software was upgraded',
  payload: T.Object({ ...about, version: T.Integer(), grants: T.Array(T.String()) }),
})
export const linkRemoved = defineEvent({
  id: 'remote.link.removed',
  title: 'A vendor’s software was removed',
  payload: T.Object(about),
})
export const linkRotated = defineEvent({
  id: 'remote.link.rotated',
  title: 'The secret shared with a vendor was changed',
  payload: T.Object(about),
})
export const linkHealth = defineEvent({
  id: 'remote.link.health_changed',
  title: 'A vendor’s server answers again, or no more',
  payload: T.Object({ ...about, health: T.Enum(HEALTH), error: T.Optional(T.String()) }),
})
