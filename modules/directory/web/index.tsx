import './contacts.css'
import './import.css'
import { addWords, type ModuleWeb } from '#web'
import { ContactsPage } from './contacts-page.tsx'
import { DepartmentsPage } from './departments-page.tsx'
import { GroupsPage } from './groups-page.tsx'
import { ImportsPage } from './imports-page.tsx'
import zh from './zh.json'

addWords(zh)

export const pages: ModuleWeb['pages'] = {
  'directory.contacts': ContactsPage,
  'directory.departments': DepartmentsPage,
  'directory.groups': GroupsPage,
  'directory.imports': ImportsPage,
}
