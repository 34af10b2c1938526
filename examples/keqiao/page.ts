/** Keqiao's book, shown inside Tenon. */
export const pageOf = (language: 'en' | 'zh'): string => `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Keqiao</title><style>
:root{color-scheme:light dark;font:14px/22px system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;--ink:#26221c;--soft:#6a6154;--line:#ddd5c7;--paper:#fdfbf6}
:root.dark{--ink:#ece6da;--soft:#b5ab9b;--line:#423c32;--paper:#201d19}
body{margin:0;background:var(--paper);color:var(--ink)}main{max-width:720px;margin:0 auto;padding:16px}h1{font-size:20px;margin:0 0 12px}
table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:8px 6px;border-bottom:1px solid var(--line)}th{font-weight:600;color:var(--soft)}p{color:var(--soft)}
</style><body><main id="main" aria-busy="true"></main>
<script type="module">${SCRIPT.replace('WORDS', JSON.stringify(language === 'zh' ? ZH : EN))}</script></body></html>`

const EN = {
  title: 'Book of clients',
  client: 'Client',
  tel: 'Telephone',
  phase: 'Phase',
  visits: 'Visits',
  none: 'The book is empty.',
  ended: 'Open this page anew.',
}
const ZH = {
  title: '客户账',
  client: '客户',
  tel: '联系电话',
  phase: '所处阶段',
  visits: '拜访',
  none: '账上还没有客户。',
  ended: '请重新打开这个页面。',
}

const SCRIPT = `
import { openFrame } from '/tenon/page.js'
const words = WORDS
const main = document.getElementById('main')
const el = (name, textContent, ...inside) => { const made = Object.assign(document.createElement(name), { textContent }); made.append(...inside); return made }
const frame = await openFrame()
const theme = (me) => document.documentElement.classList.toggle('dark', me.theme === 'dark')
frame.onChange(theme)
theme(await frame.me())
const answer = await frame.fetch('/clients').catch(() => undefined)
const { rest } = await frame.place()
if (!answer?.ok) main.replaceChildren(el('h1', words.ended))
else {
  const { clients } = await answer.json()
  const shown = rest[0] === 'client' ? clients.filter(({ id }) => id === rest[1]) : clients
  const head = el('tr', '', ...[words.client, words.tel, words.phase, words.visits].map((word) => el('th', word)))
  const rows = shown.map((one) => el('tr', '', ...[one.title, one.tel ?? '', one.phase ?? '', String(one.visits.length)].map((value) => el('td', value))))
  main.replaceChildren(el('h1', words.title), shown.length ? el('table', '', el('thead', '', head), el('tbody', '', ...rows)) : el('p', words.none))
}
main.removeAttribute('aria-busy')
await frame.resize(main.scrollHeight + 40)
`
