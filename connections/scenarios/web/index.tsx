import { addWords, type ModuleWeb } from '#web'
import { ScenariosPage } from './gallery-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'scenarios.gallery': ScenariosPage }
