import './oidc.css'
import { addWords, type ModuleWeb } from '#web'
import { AppsPage } from './apps-page.tsx'
import { MinePage } from './mine-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = {
  'oidc.page.apps': AppsPage,
  'oidc.page.mine': MinePage,
}
