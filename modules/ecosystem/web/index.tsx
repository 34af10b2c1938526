import { addWords, type ModuleWeb } from '#web'
import { MapPage } from './map-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'ecosystem.map': MapPage }
