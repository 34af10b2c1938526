/** The contract for people: reads /openapi.json, draws it, and lets the reader try with his own rights. */
const WORDS = {
  en: {
    api: 'API',
    search: 'Search actions',
    token: 'API token (else your session)',
    intro:
      'Every action answers POST /api/<id> with a JSON object; simple queries answer GET too. A refusal says what is wrong (detail), what to do next (fix) and an id to quote. Agents reach the same actions at POST /mcp, programs read /openapi.json.',
    input: 'Input',
    output: 'Output',
    errors: 'Refusals of its own',
    tryIt: 'Try it',
    run: 'Run',
    running: 'Running …',
    example: 'From a shell',
    none: 'No action matches. Try fewer words.',
    nothing: 'Nothing.',
    required: 'required',
    everyone: 'Needs no sign-in.',
    member: 'Anyone signed in may call it.',
    scope: 'Needs the scope',
    query: 'query',
    command: 'command',
    signal: 'signal',
    destructive: 'destructive',
    failed: 'The document could not be loaded. Reload the page.',
    notJson: 'This is not valid JSON.',
    file: 'a file, sent as multipart/form-data',
    other: '中文',
  },
  zh: {
    api: '接口文档',
    search: '搜索动作',
    token: 'API 令牌（不填则用当前登录）',
    intro:
      '每个动作都用 POST /api/<id> 调用，传一个 JSON 对象；简单查询也可以用 GET。被拒绝时会说明原因（detail）、下一步怎么做（fix）和可供查询的编号（id）。智能体通过 POST /mcp 使用同样的动作，程序可以读取 /openapi.json。',
    input: '输入',
    output: '输出',
    errors: '特有的拒绝原因',
    tryIt: '试一试',
    run: '运行',
    running: '正在运行…',
    example: '在命令行里',
    none: '没有匹配的动作，换个更短的词试试。',
    nothing: '无。',
    required: '必填',
    everyone: '无需登录。',
    member: '登录后即可调用。',
    scope: '需要权限',
    query: '查询',
    command: '命令',
    signal: '信号',
    destructive: '不可逆',
    failed: '文档没有加载成功，请刷新页面。',
    notJson: '这不是有效的 JSON。',
    file: '文件，以 multipart/form-data 发送',
    other: 'English',
  },
}

const theme = localStorage.getItem('tenon.theme')
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme

let language =
  localStorage.getItem('tenon.language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
let actions = []
let schemas = {}
let modules = []

const say = (key) => WORDS[language][key]
const byId = (id) => document.getElementById(id)
const search = byId('search')
const token = byId('token')

/** An element; text is always text, never markup. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value)
  node.append(...children.filter((child) => child !== undefined))
  return node
}

async function load() {
  const response = await fetch('/openapi.json')
  const spec = await response.json()
  schemas = spec.components.schemas
  modules = spec.tags
  actions = Object.entries(spec.paths).map(([path, { get, post }]) => ({
    ...post,
    path,
    byGet: get !== undefined,
    id: post.operationId,
  }))
  draw()
  open()
}

function draw() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = `Tenon ${say('api')}`
  for (const node of document.querySelectorAll('[data-say]'))
    node.textContent = say(node.dataset.say)
  for (const [input, key] of [
    [search, 'search'],
    [token, 'token'],
  ]) {
    input.placeholder = say(key)
    input.setAttribute('aria-label', say(key))
  }
  byId('language').textContent = say('other')
  byId('intro').textContent = say('intro')
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = actions.filter((action) => {
    const text =
      `${action.id} ${action.summary} ${action['x-title-zh'] ?? ''} ${action.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const groups = modules
    .map((module) => ({ module, list: shown.filter((action) => action.tags[0] === module.name) }))
    .filter(({ list }) => list.length > 0)
  byId('modules').replaceChildren(
    ...groups.map(({ module, list }) =>
      el(
        'a',
        { href: `#module:${module.name}` },
        titleOf(module),
        el('span', {}, String(list.length)),
      ),
    ),
  )
  byId('list').replaceChildren(
    ...(groups.length === 0
      ? [el('p', { class: 'empty' }, say('none'))]
      : groups.flatMap(({ module, list }) => [
          el('h2', { id: `module:${module.name}` }, titleOf(module)),
          ...list.map(drawAction),
        ])),
  )
}

const titleOf = (module) =>
  (language === 'zh' ? module['x-title-zh'] : undefined) ?? module.description ?? module.name

function drawAction(action) {
  const kind = action['x-destructive'] ? 'destructive' : action['x-kind']
  const title = (language === 'zh' ? action['x-title-zh'] : undefined) ?? action.summary
  const summary = el(
    'summary',
    {},
    el('span', { class: `kind ${kind}` }, say(kind)),
    el('code', {}, action.id),
    el('span', { class: 'title' }, title),
  )
  const details = el('details', { id: action.id }, summary)
  // Bodies are drawn when somebody looks: hundreds of schemas are slow to draw at once.
  details.addEventListener('toggle', () => {
    if (!details.open || details.children.length > 1) return
    details.append(drawBody(action))
    history.replaceState(null, '', `#${action.id}`)
  })
  return details
}

function drawBody(action) {
  const content = action.requestBody.content
  const isForm = content['multipart/form-data'] !== undefined
  const input = resolve(Object.values(content)[0].schema)
  const output = resolve(Object.values(action.responses[200].content)[0].schema)
  const errors = Object.entries(action.responses).filter(([, response]) => response['x-codes'])
  const example = exampleOf(input)
  return el(
    'div',
    { class: 'body' },
    el('p', {}, action.description, ' ', rightOf(action['x-scope'])),
    el('h3', {}, say('input')),
    fieldsOf(input),
    el('h3', {}, say('output')),
    fieldsOf(output),
    ...(errors.length
      ? [
          el('h3', {}, say('errors')),
          el(
            'ul',
            {},
            ...errors.map(([status, { description }]) =>
              el('li', {}, el('code', {}, status), ` ${description}`),
            ),
          ),
        ]
      : []),
    ...(isForm ? [] : [el('h3', {}, say('tryIt')), tryOf(action, example)]),
    el('h3', {}, say('example')),
    el('pre', {}, shellOf(action, example, isForm)),
  )
}

function rightOf(scope) {
  if (scope === 'everyone' || scope === 'member') return say(scope)
  return el('span', {}, `${say('scope')} `, el('code', {}, scope))
}

function fieldsOf(schema) {
  const rows = rowsOf(schema, '', 0)
  if (rows.length === 0)
    return el('p', {}, schema.type && schema.type !== 'object' ? typeOf(schema) : say('nothing'))
  return el('div', { class: 'scroll' }, el('table', {}, el('tbody', {}, ...rows)))
}

/** Two levels are enough to read; deeper ones stand in the document. */
function rowsOf(schema, prefix, depth) {
  const inner = schema.type === 'array' ? resolve(schema.items ?? {}) : schema
  return Object.entries(inner.properties ?? {}).flatMap(([name, each]) => {
    const field = resolve(each)
    const need = inner.required?.includes(name)
      ? el('span', { class: 'need' }, ` ${say('required')}`)
      : undefined
    const row = el(
      'tr',
      {},
      el('td', {}, el('code', {}, prefix + name), need),
      el('td', {}, typeOf(field)),
      el('td', {}, [field.title, field.description].filter(Boolean).join(' · ')),
    )
    return [
      row,
      ...(depth < 2
        ? rowsOf(field, `${prefix}${name}${field.type === 'array' ? '[]' : ''}.`, depth + 1)
        : []),
    ]
  })
}

function typeOf(schema) {
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const union = schema.anyOf ?? schema.oneOf
  if (union) return union.map((each) => typeOf(resolve(each))).join(' | ')
  if (schema.format === 'binary') return say('file')
  if (schema.type === 'array') return `${typeOf(resolve(schema.items ?? {}))}[]`
  const bounds = [
    schema.minimum ?? schema.minLength,
    schema.maximum ?? schema.maxLength ?? schema.maxItems,
  ]
  const range = bounds.some((bound) => bound !== undefined)
    ? ` ${bounds[0] ?? ''}…${bounds[1] ?? ''}`
    : ''
  return `${schema['x-ref'] ? `${schema['x-ref']} id` : (schema.format ?? schema.type ?? 'json')}${range}`
}

function exampleOf(schema, depth = 0) {
  const entries = Object.entries(schema.properties ?? {}).filter(([name]) =>
    schema.required?.includes(name),
  )
  return Object.fromEntries(
    entries.map(([name, each]) => [name, valueOf(resolve(each), name, depth)]),
  )
}

function valueOf(schema, name, depth) {
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first) return valueOf(resolve(first), name, depth)
  if (schema.default !== undefined) return schema.default
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.type === 'array')
    return depth > 2 ? [] : [valueOf(resolve(schema.items ?? {}), name, depth + 1)]
  if (schema.type === 'object') return depth > 2 ? {} : exampleOf(schema, depth + 1)
  const FORMATS = {
    uuid: '0198f0a0-0000-7000-8000-000000000000',
    'date-time': '2026-11-23T09:00:00Z',
    date: '2026-11-23',
    email: 'lin@example.com',
  }
  return FORMATS[schema.format] ?? (schema.type === 'string' ? name : {})
}

function tryOf(action, example) {
  const text = el('textarea', { spellcheck: 'false', 'aria-label': say('input') })
  text.value = JSON.stringify(example, null, 2)
  const run = el(
    'button',
    { type: 'button', class: action['x-destructive'] ? '' : 'primary' },
    say('run'),
  )
  const status = el('span', { role: 'status' })
  const out = el('pre', { hidden: '' })
  run.addEventListener('click', async () => {
    let body
    try {
      body = JSON.stringify(JSON.parse(text.value || '{}'))
    } catch {
      status.className = 'bad'
      status.textContent = say('notJson')
      return
    }
    run.disabled = true
    status.className = ''
    status.textContent = say('running')
    try {
      const began = performance.now()
      const response = await fetch(action.path, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-tenon': '1',
          ...(token.value ? { authorization: `Bearer ${token.value}` } : {}),
        },
      })
      const answer = await response.text()
      status.className = response.ok ? 'ok' : 'bad'
      status.textContent = `${response.ok ? '✓' : '✕'} ${response.status} · ${Math.round(performance.now() - began)} ms`
      out.textContent = pretty(answer)
      out.hidden = false
    } catch (error) {
      status.className = 'bad'
      status.textContent = String(error)
    } finally {
      run.disabled = false
    }
  })
  return el('div', {}, text, el('div', { class: 'row' }, run, status), out)
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function shellOf(action, example, isForm) {
  const body = isForm
    ? '-F file=@report.pdf'
    : `-H 'Content-Type: application/json' -d '${JSON.stringify(example).replaceAll("'", "'\\''")}'`
  const auth = action['x-scope'] === 'everyone' ? '' : ` -H "Authorization: Bearer $TENON_TOKEN"`
  const lines = [`curl ${location.origin}${action.path}${auth} \\\n  ${body}`]
  if (!isForm) lines.push(`./tenon call ${action.id} --input '${JSON.stringify(example)}'`)
  return lines.join('\n\n')
}

function resolve(schema) {
  const name = schema?.$ref?.split('/').at(-1)
  return name ? (schemas[name] ?? {}) : (schema ?? {})
}

function open() {
  const wanted = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (wanted instanceof HTMLDetailsElement) wanted.open = true
  wanted?.scrollIntoView()
}

search.addEventListener('input', draw)
byId('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh'
  localStorage.setItem('tenon.language', language)
  draw()
  open()
})
addEventListener('hashchange', open)
addEventListener('keydown', (event) => {
  if (
    event.key !== '/' ||
    event.target instanceof HTMLInputElement ||
    event.target instanceof HTMLTextAreaElement
  )
    return
  event.preventDefault()
  search.focus()
})
draw()
load().catch(() => {
  byId('list').replaceChildren(el('p', { class: 'empty bad' }, say('failed')))
})
