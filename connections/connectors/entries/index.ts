import type { Entry } from '../entry.ts'
import { code } from './code.ts'
import { databases } from './databases.ts'
import { mail } from './mail.ts'
import { robots } from './robots.ts'
import { sheets } from './sheets.ts'
import { storage } from './storage.ts'
import { web } from './web.ts'

export const entries: readonly Entry[] = [
  ...robots,
  ...mail,
  ...sheets,
  ...databases,
  ...code,
  ...storage,
  ...web,
]
