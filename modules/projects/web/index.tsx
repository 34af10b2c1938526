import './projects.css'
import { addWords, type ModuleWeb } from '#web'
import { ProjectsPage } from './projects-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = { 'projects.projects': ProjectsPage }
