/** Kemai's desk, shown inside Tenon. Everything it shows comes from Kemai's own API as who looks at it. */
export const pageOf = (language: 'en' | 'zh'): string => `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Kemai</title><style>${STYLE}</style>
<body><main id="main" aria-busy="true"></main>
<script type="module">${SCRIPT.replace('WORDS', JSON.stringify(language === 'zh' ? ZH : EN))}</script></body></html>`

const EN = {
  title: 'Customers',
  find: 'Find a customer',
  none: 'No customer of that name.',
  add: 'New customer',
  name: 'Name',
  phone: 'Phone',
  save: 'Save',
  back: 'All customers',
  contacts: 'Contacts',
  deals: 'Deals',
  tasks: 'To do',
  done: 'Done',
  send: 'Send card',
  closed: 'You are not signed in here.',
  again: 'Open it anew',
  open: 'open',
  won: 'won',
  lost: 'lost',
  nothing: 'Nothing yet.',
}
const ZH = {
  title: '客户',
  find: '查找客户',
  none: '没有这样的客户。',
  add: '新建客户',
  name: '名称',
  phone: '电话',
  save: '保存',
  back: '全部客户',
  contacts: '联系人',
  deals: '商机',
  tasks: '跟进',
  done: '完成',
  send: '发送卡片',
  closed: '你没有登录这里。',
  again: '重新打开',
  open: '进行中',
  won: '赢单',
  lost: '输单',
  nothing: '还没有。',
}

const STYLE = `
:root{color-scheme:light dark;--ink:#1d2b26;--soft:#4f625a;--line:#d4ddd8;--paper:#fbfdfc;--accent:#17624a;font:14px/22px system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif}
:root.dark{--ink:#e3ebe7;--soft:#a3b3ab;--line:#35423c;--paper:#1b211e;--accent:#6fc7a5}
body{margin:0;background:var(--paper);color:var(--ink)}main{max-width:860px;margin:0 auto;padding:16px}
h1{font-size:20px;margin:0 0 12px}h2{font-size:15px;margin:18px 0 6px}ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
li{display:flex;gap:12px;align-items:center;padding:6px 12px;border-top:1px solid var(--line);min-height:40px}li:first-child{border-top:0}li .grow{flex:1;min-width:0;overflow-wrap:anywhere}
small{color:var(--soft)}form{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:0 0 12px}label{display:grid;gap:2px;flex:1 1 160px}
input{font:inherit;min-height:36px;padding:0 10px;border:1px solid var(--soft);border-radius:6px;background:transparent;color:inherit;min-width:0}
button{font:inherit;min-height:36px;padding:0 14px;border-radius:6px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
button.main{background:#17624a;border-color:#17624a;color:#fff}button.link{border:0;padding:0;color:var(--accent);text-align:left;font-weight:600}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}p{margin:8px 0;color:var(--soft)}`

const SCRIPT = `
import { openFrame } from '/tenon/page.js'
const words = WORDS
const main = document.getElementById('main')
const el = (name, more = {}, ...inside) => { const made = Object.assign(document.createElement(name), more); made.append(...inside); return made }
const frame = await openFrame()
const theme = (me) => document.documentElement.classList.toggle('dark', me.theme === 'dark')
frame.onChange(theme)
theme(await frame.me())
const closed = () => main.replaceChildren(el('h1', { textContent: words.closed }), el('button', { textContent: words.again, className: 'main', onclick: () => frame.reload() }))
const ask = async (path, method = 'GET', body) => {
  const answer = await frame.fetch('/api/v1' + path, { method, headers: { 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) })
    .catch((error) => { closed(); throw error })
  const said = await answer.json()
  if (!answer.ok) { await frame.toast(said.message); throw new Error(said.message) }
  return said
}
const show = async () => {
  main.removeAttribute('aria-busy')
  await frame.resize(main.scrollHeight + 40)
}
let text = ''
const list = async () => {
  await frame.at('')
  const rows = el('ul', { ariaLabel: words.title })
  const none = el('p')
  const fill = async () => {
    const { items } = await ask('/customers?limit=100&search=' + encodeURIComponent(text))
    rows.replaceChildren(...items.map((one) => el('li', {}, el('button', { className: 'link grow', textContent: one.name, onclick: () => card(one.id) }), el('small', { textContent: [one.stage, one.phone].filter(Boolean).join(' · ') }))))
    rows.hidden = !items.length
    none.textContent = items.length ? '' : words.none
    await show()
  }
  const find = el('input', { value: text, type: 'search', oninput: () => { text = find.value; void fill() } })
  const name = el('input', { required: true, maxLength: 200 })
  const phone = el('input', { maxLength: 40 })
  const form = el('form', { onsubmit: (event) => { event.preventDefault(); void ask('/customers', 'POST', { name: name.value, phone: phone.value }).then(({ id }) => card(id)) } },
    el('label', {}, words.name, name), el('label', {}, words.phone, phone), el('button', { className: 'main', textContent: words.save }))
  main.replaceChildren(el('h1', { textContent: words.title }), el('form', { onsubmit: (event) => event.preventDefault() }, el('label', {}, words.find, find)), rows, none, el('h2', { textContent: words.add }), form)
  await fill()
}
const part = (title, items, line) => [el('h2', { textContent: title }), items.length ? el('ul', { ariaLabel: title }, ...items.map(line)) : el('p', { textContent: words.nothing })]
const card = async (id) => {
  const one = await ask('/customers/' + id)
  await frame.at('/customer/' + id)
  main.replaceChildren(
    el('button', { textContent: words.back, onclick: list }), el('h1', { textContent: one.name, style: 'margin-top:12px' }),
    el('p', { textContent: [one.phone, one.email, one.address, one.register, one.stage].filter(Boolean).join(' · ') }),
    el('button', { textContent: words.send, onclick: () => frame.sendCard('customer', id) }),
    ...part(words.contacts, one.contacts, (each) => el('li', {}, el('span', { className: 'grow', textContent: each.name }), el('small', { textContent: each.phone ?? '' }))),
    ...part(words.deals, one.deals, (each) => el('li', {}, el('span', { className: 'grow', textContent: each.title }), el('small', { textContent: (each.amount / 100).toFixed(2) + ' · ' + words[each.stage] }))),
    ...part(words.tasks, one.tasks, (each) => el('li', {}, el('span', { className: 'grow', textContent: each.title }), each.done ? el('small', { textContent: words.done }) : el('button', { textContent: words.done, onclick: () => ask('/tasks/' + each.id, 'POST', {}).then(() => card(id)) }))),
  )
  await show()
}
const { rest } = await frame.place()
await (rest[0] === 'customer' && rest[1] ? card(rest[1]) : list())
`
