import './imports.css'
import { addWords, type ModuleWeb } from '#web'
import { ImportsPage } from './imports-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'imports.home': ImportsPage }
