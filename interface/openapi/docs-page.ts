import { readFileSync } from 'node:fs'

const read = (name: string): Buffer => readFileSync(new URL(`page/${name}`, import.meta.url))

/** The page for people: three files of ours, no one else's. */
export const docsFiles = () => [
  { path: '/docs', type: 'text/html; charset=utf-8', body: read('index.html') },
  { path: '/docs/docs.js', type: 'text/javascript; charset=utf-8', body: read('docs.js') },
  { path: '/docs/docs.css', type: 'text/css; charset=utf-8', body: read('docs.css') },
]
