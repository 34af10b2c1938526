import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'

/** `page.ts` for browsers: a module that exports `openFrame`. */
export function pageScript(): string {
  const source = import.meta.url.endsWith('.ts')
  const text = readFileSync(new URL(source ? './page.ts' : './page.js', import.meta.url), 'utf8')
  return source ? stripTypeScriptTypes(text) : text
}
