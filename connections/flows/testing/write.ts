import { writeFileSync } from 'node:fs'
import { documentOf, PLACE } from './document.ts'

writeFileSync(PLACE, documentOf())
