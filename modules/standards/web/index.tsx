import './standards.css'
import { addWords, type ModuleWeb } from '#web'
import { StandardsPage } from './standards-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'standards.home': StandardsPage }
