import type { ServerResponse } from 'node:http'
import { fail, isId, type Kernel, type MountRequest } from '#kernel'
import { noteAlias } from './actions/alias.note.ts'
import { knowsPeople } from './people.ts'
import { readyLink, type Ready } from './store.ts'

/**
 * `/remote/frame/<module>/<page>/…`: a document of ours that holds nothing but one frame with the
 * vendor's page. Its policy names that one server, so the page can neither be replaced by another
 * site's nor reach what is ours; the pages around it allow frames of our own origin only. What stands in the
 * address is no secret: who looks at it, the page asks through the bridge, by OpenID Connect.
 */
export async function answerFrame(
  request: MountRequest,
  response: ServerResponse,
  kernel: Kernel,
): Promise<void> {
  const [, , , module = '', page = '', ...rest] = request.url.pathname.split('/')
  const actor = await request.actor()
  const registry = await kernel.registryOf(actor.org)
  const shown = registry.modules.get(module)?.pages?.find(({ id }) => id === `${module}.${page}`)
  if (!shown || !actor.scopes.has(shown.scope)) throw none()
  const link = await linkNamed(kernel, actor.org, module)
  const at = link.manifest.pages.find(({ id }) => id === page)!.at
  if (actor.kind === 'person' && !knowsPeople(link))
    await kernel.call(noteAlias, { link: link.id, people: [actor.id] }, actor, { door: 'module' })
  const language = request.url.searchParams.get('language') === 'zh' ? 'zh' : 'en'
  const to = new URL(link.origin + at + rest.map((part) => `/${encodeURIComponent(part)}`).join(''))
  to.searchParams.set('installation', link.id)
  to.searchParams.set('tenon', new URL(kernel.publicUrl).origin)
  to.searchParams.set('language', language)
  send(response, link.origin, to.href, language)
}

function send(response: ServerResponse, origin: string, to: string, language: string): void {
  const html = `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>Tenon</title><style>${STYLE}</style><iframe src="${escaped(to)}" title="${escaped(origin)}" sandbox="${SANDBOX}" referrerpolicy="no-referrer"></iframe></html>`
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; frame-src ${origin}; frame-ancestors 'self'; base-uri 'none'; form-action 'none'`,
  )
  response.setHeader('x-frame-options', 'SAMEORIGIN')
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(html)
}

/** Its own origin, scripts and forms; no windows, no dialogs, and never the page around it. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-downloads'
const STYLE = 'html,body{margin:0;height:100%}iframe{display:block;border:0;width:100%;height:100%}'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

async function linkNamed(kernel: Kernel, org: string, module: string): Promise<Ready> {
  const { sql } = kernel.database.reader(org)
  const [row] = await sql<{ id: string }>`
    SELECT id FROM remote.link WHERE org = ${org} AND module = ${module} AND status = 'active'`
  const link = row && isId(row.id) ? await readyLink(sql, kernel.secrets, org, row.id) : undefined
  if (!link) throw none()
  return link
}

const none = () =>
  fail('notFound', 'There is no such page, or it is not yours to see.', 'Go back to the workbench.')
