import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal, type Session, type Vendor } from '../../sdk/index.ts'
import type { Contract, Contracts } from './contracts.ts'
import { mayRead, shownOf, waiting } from './tell.ts'

type Settle = (
  session: Session,
  id: string,
  what: 'signed' | 'declined',
  reason?: string,
) => Promise<Contract>

/** Inkstone's own page, shown inside Tenon: for everybody, and what it shows is asked for as who looks at it. */
export async function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  vendor: Vendor,
  contracts: Contracts,
  settle: Settle,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://inkstone')
  if (/^\/contracts(\/|$)/.test(url.pathname)) {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
    })
    return void response.end(html(url.searchParams.get('language') !== 'en'))
  }
  const session = vendor.sessions.of(request)
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (!session) return json(url.pathname.startsWith('/api/') ? 401 : 404, {})
  try {
    const [, , , id = '', verb] = url.pathname.split('/')
    if (request.method === 'POST' && verb) {
      const what = verb === 'sign' ? 'signed' : 'declined'
      const reason = url.searchParams.get('reason') ?? undefined
      return json(200, viewOf(await settle(session, id, what, reason), session))
    }
    const mine = contracts
      .list(session.installation)
      .filter((each) => mayRead(each, session.actor))
      .map((each) => viewOf(each, session))
    json(200, { items: mine.slice(0, 100) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    json(error.status, { detail: error.message })
  }
}

const viewOf = (contract: Contract, { actor }: Session) => ({
  ...shownOf(contract),
  text: contract.text,
  mine: contract.state === 'open' && waiting(contract).includes(actor.id),
  trail: contract.trail.map(({ what, by, at, reason }) => ({ what, name: by.name, at, reason })),
})

const html = (zh: boolean): string => `<!doctype html>
<html lang="${zh ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${zh ? '墨砚' : 'Inkstone'}</title><style>${STYLE}</style>
<body><main id="main" aria-busy="true"></main>
<script type="module">${SCRIPT.replace('WORDS', JSON.stringify(zh ? ZH : EN))}</script></body></html>`

const EN = {
  title: 'Contracts',
  none: 'Nothing to sign, and nothing asked for.',
  sign: 'Sign',
  send: 'Send card',
  open: 'To be signed',
  signed: 'Signed by all',
  declined: 'Declined',
  asked: 'asked for it',
  seal: 'Seal',
  closed: 'You are not signed in here.',
  again: 'Open it anew',
  did: 'signed',
  refused: 'declined',
}
const ZH = {
  title: '合同签署',
  none: '没有需要你签署的合同，你也没有发起过签署。',
  sign: '签署',
  send: '发送卡片',
  open: '待签署',
  signed: '已签完',
  declined: '已拒签',
  asked: '发起',
  seal: '封印',
  closed: '你没有登录这里。',
  again: '重新打开',
  did: '签署',
  refused: '拒签',
}

const STYLE = `
:root{color-scheme:light dark;--ink:#20242a;--soft:#5c626b;--line:#d9d5cd;--paper:#fffdf8;--mark:#8a1c1c;font:14px/22px system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
:root.dark{--ink:#e8e6e3;--soft:#a9a6a1;--line:#3a3d41;--paper:#1e2022;--mark:#f0a39a}
body{margin:0;background:var(--paper);color:var(--ink)}main{max-width:760px;margin:0 auto;padding:20px 16px}
h1{font-size:20px;margin:0 0 16px}article{border:1px solid var(--line);border-radius:8px;padding:14px 16px;margin:0 0 12px}
h2{font-size:16px;margin:0 0 4px}p{margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere}ol{margin:8px 0;padding-left:20px;color:var(--soft)}
.state{color:var(--mark);font-weight:600}button{font:inherit;min-height:36px;padding:0 14px;border-radius:6px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer;margin-right:8px}
button.main{background:#8a1c1c;color:#fff;border-color:#8a1c1c}button:focus-visible{outline:2px solid var(--mark);outline-offset:2px}small{color:var(--soft)}`

const SCRIPT = `
import { openFrame } from '/tenon/page.js'
const words = WORDS
const main = document.getElementById('main')
const el = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more)
const frame = await openFrame()
const theme = (me) => document.documentElement.classList.toggle('dark', me.theme === 'dark')
frame.onChange(theme)
theme(await frame.me())
const ask = async (path, method = 'GET') => {
  const answer = await frame.fetch(path, { method }).catch((error) => { closed(); throw error })
  const body = await answer.json()
  if (!answer.ok) { await frame.toast(body.detail); throw new Error(body.detail) }
  return body
}
const closed = () => main.replaceChildren(el('h1', words.closed), el('button', words.again, { className: 'main', onclick: () => frame.reload() }))
const draw = async () => {
  const { rest } = await frame.place()
  const wanted = rest[0] === 'contract' ? rest[1] : undefined
  const { items } = await ask('/api/contracts')
  const shown = wanted ? items.filter(({ id }) => id === wanted) : items
  main.replaceChildren(el('h1', words.title), ...shown.map(article))
  if (!shown.length) main.append(el('p', words.none))
  main.removeAttribute('aria-busy')
  await frame.resize(main.scrollHeight + 40)
}
const article = (one) => {
  const box = el('article', '')
  box.append(el('h2', one.title), el('span', words[one.state], { className: 'state' }))
  if (one.text) box.append(el('p', one.text))
  const list = document.createElement('ol')
  const verb = { asked: words.asked, signed: words.did, declined: words.refused }
  for (const mark of one.trail) list.append(el('li', [mark.name, verb[mark.what], new Date(mark.at).toLocaleString(), mark.reason].filter(Boolean).join(' · ')))
  box.append(list, el('p', words.seal + ' ' + one.seal))
  if (one.mine) box.append(el('button', words.sign, { className: 'main', onclick: async () => { await ask('/api/contracts/' + one.id + '/sign', 'POST'); await draw() } }))
  box.append(el('button', words.send, { onclick: () => frame.sendCard('contract', one.id) }))
  return box
}
await draw()
`
