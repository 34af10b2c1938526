import './remote.css'
import { addWords, type ModuleWeb } from '#web'
import { FramePage } from './frame-page.tsx'
import { LinksPage } from './links-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'remote.links': LinksPage, frame: FramePage }
