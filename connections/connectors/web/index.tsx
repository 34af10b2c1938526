import './connectors.css'
import { addWords, type ModuleWeb } from '#web'
import { CataloguePage } from './catalogue-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'connectors.catalogue': CataloguePage }
