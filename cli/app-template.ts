/** A vendor's server of one file that runs at once: one entity with a card, one action, one page. */
export function appFiles(name: string): Record<string, string> {
  const Title = name.charAt(0).toUpperCase() + name.slice(1)
  return {
    'package.json': `${JSON.stringify(
      {
        name,
        private: true,
        type: 'module',
        engines: { node: '>=22' },
        scripts: { start: 'node server.js' },
        dependencies: { '@tenon/sdk': 'file:./tenon-sdk' },
      },
      null,
      2,
    )}\n`,
    'manifest.js': `/** @type {import('@tenon/sdk').Manifest} */
export const manifest = {
  tenon: 1,
  id: '${name}',
  version: 1,
  title: { en: '${Title}', zh: '${Title}' },
  publisher: 'Your company',
  partnerType: 'software',
  icon: 'star',
  endpoints: {
    call: '/tenon/call',
    install: '/tenon/install',
    events: '/tenon/events',
    health: '/tenon/health',
    signIn: '/tenon/sign-in',
    signOut: '/tenon/sign-out',
  },
  asks: [],
  scopes: { use: { title: { en: 'Keep notes', zh: '记便签' }, roles: ['member'] } },
  entities: [
    {
      noun: 'note',
      title: { en: 'Note', zh: '便签' },
      label: 'text',
      scope: 'use',
      fields: { text: { type: 'string' }, state: { type: 'string', enum: ['open', 'done'] } },
      card: {
        facts: [],
        state: {
          field: 'state',
          values: {
            open: { text: { en: 'Open', zh: '未完成' }, tone: 'info' },
            done: { text: { en: 'Done', zh: '已完成' }, tone: 'success' },
          },
        },
        buttons: [
          {
            name: 'finish',
            text: { en: 'Finish', zh: '完成' },
            action: 'note.finish',
            input: { note: 'id' },
            when: { field: 'state', is: 'open' },
            tone: 'primary',
          },
        ],
      },
    },
  ],
  actions: [
    {
      id: 'note.write',
      kind: 'command',
      title: { en: 'Write a note', zh: '写便签' },
      description: 'Writes a note.',
      input: {
        type: 'object',
        properties: { text: { type: 'string', title: 'Text', minLength: 1, maxLength: 200 } },
        required: ['text'],
        additionalProperties: false,
      },
      output: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      words: { text: { en: 'Text', zh: '内容' } },
      scope: 'use',
      idempotent: true,
      makes: 'note',
    },
    {
      id: 'note.finish',
      kind: 'command',
      title: { en: 'Finish a note', zh: '完成便签' },
      description: 'Marks a note as done.',
      input: { type: 'object', properties: { note: { type: 'string' } }, required: ['note'], additionalProperties: false },
      output: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      scope: 'use',
      subject: 'note',
      idempotent: true,
    },
  ],
  events: [],
  pages: [{ id: 'notes', title: { en: '${Title}', zh: '${Title}' }, icon: 'star', at: '/notes', scope: 'use' }],
  placements: [
    { slot: 'composer', title: { en: 'Note', zh: '便签' }, icon: 'star', action: 'note.write' },
    { slot: 'document-block', title: { en: 'Note', zh: '便签' }, icon: 'star', action: 'note.write' },
  ],
}
`,
    'server.js': `import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { fileStore, makeVendor, openLog, Refusal } from '@tenon/sdk'
import { manifest } from './manifest.js'

// Your data stays with you: here a file of JSON lines, each safe on the disk before it is answered.
const folder = process.env.DATA ?? fileURLToPath(new URL('./data', import.meta.url))
const log = await openLog(\`\${folder}/notes.jsonl\`)
const notes = new Map(log.entries.map((note) => [note.id, note]))
const keep = async (note) => {
  await log.append(note)
  notes.set(note.id, note)
  return note
}

const cardOf = ({ id, text, state }) => ({
  cards: [{ noun: 'note', record: id, data: { text, state }, readers: 'members', at: new Date().toISOString() }],
})

const vendor = makeVendor({
  manifest,
  store: await fileStore(folder),
  actions: {
    'note.write': async ({ text }, call) => {
      const note = await keep({ id: randomUUID(), installation: call.installation.id, text, state: 'open' })
      call.beside(cardOf(note))
      return { id: note.id }
    },
    'note.finish': async ({ note: id }, call) => {
      const note = notes.get(id)
      if (note?.installation !== call.installation.id) throw new Refusal(404, 'There is no such note.')
      call.beside(cardOf(await keep({ ...note, state: 'done' })))
      return { id }
    },
  },
})

// The page is for everybody; what it shows, it asks for as who looks at it (signed in by OpenID Connect).
const page = \`<!doctype html><meta charset="utf-8"><title>${Title}</title><main><h1>${Title}</h1><ul id="notes"></ul></main>
<script type="module">
  import { openFrame } from '/tenon/page.js'
  const frame = await openFrame()
  document.documentElement.style.colorScheme = (await frame.me()).theme
  for (const { text, state } of await (await frame.fetch('/notes.json')).json())
    notes.append(Object.assign(document.createElement('li'), { textContent: text + ' (' + state + ')' }))
</script>\`

const server = createServer(async (request, response) => {
  if (await vendor.handle(request, response)) return
  const { pathname } = new URL(request.url, 'http://here')
  if (pathname !== '/notes.json') {
    response.writeHead(pathname.startsWith('/notes') ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' })
    return response.end(page)
  }
  const who = vendor.sessions.of(request)
  const mine = [...notes.values()].filter(({ installation }) => installation === who?.installation)
  response.writeHead(who ? 200 : 401, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(who ? mine : []))
})
server.listen(Number(process.env.PORT ?? 7200), process.env.HOST ?? 'localhost')
await once(server, 'listening')
console.log(\`${Title} listens on http://localhost:\${server.address().port}\`)
`,
    'README.md': `# ${Title}

    npm start

Then, in Tenon, as an administrator: *Admin → Vendors’ software → Add software*, and the address that is printed. Tenon must be
allowed to reach it (on one machine: \`TENON_EGRESS_ALLOW=127.0.0.1,::1\`), and must have another host name in the browser (Tenon
on \`127.0.0.1\`, this on \`localhost\`). Change \`manifest.js\`, count its \`version\` up, and choose *Look for a newer version*.
`,
  }
}
