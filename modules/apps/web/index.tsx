import './apps.css'
import { addWords, type ModuleWeb } from '#web'
import { AppsPage } from './apps-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'apps.home': AppsPage }
