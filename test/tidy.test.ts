import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { files, isCode, isTest, none, read, root } from './tree.ts'

const code = files.filter(isCode)
const LINES_MAX = 400

test('no file needs a table of contents', () => {
  const long = code
    .map((path) => ({ path, lines: read(path).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > LINES_MAX)
  none(long.map(({ path, lines }) => `${path} has ${lines} lines`))
})

test('names say what is inside', () => {
  // A unit of systemd is called so.
  const vague = files.filter(
    (path) =>
      /(^|[/.-])(helpers?|utils?|commons?|services?|misc)([/.-]|$)/.test(path) &&
      path !== 'deploy/tenon.service',
  )
  const unlike = code.filter((path) => !/^([a-z0-9_.-]+\/)*[a-z0-9_.-]+$/.test(path))
  none([...vague, ...unlike])
})

test('nothing is left to be done later without an issue', () => {
  const mark = /\b(TODO|FIXME|XXX)\b/
  const left = files
    .filter((path) => /\.(ts|tsx|mjs|sql|md|sh)$/.test(path) && !path.startsWith('test/tidy'))
    .filter((path) => mark.test(read(path)))
  none(left)
})

test('the path of an action is its id', () => {
  const wrong = actions.filter(
    ({ module, name, source }) => !source.includes(`id: '${module}.${name}'`),
  )
  none(wrong.map(({ path, module, name }) => `${path} does not define ${module}.${name}`))
})

test('every action is named in a test of its module', () => {
  const untested = actions.filter(({ module, name, source }) => {
    const [, constant = name] = /export const (\w+)/.exec(source) ?? []
    const word = new RegExp(`\\b${constant}\\b|${module}\\.${name}`)
    return !files.some(
      (path) =>
        path.includes(`/${module}/`) &&
        /^(modules|connections)\//.test(path) &&
        isTest(path) &&
        word.test(read(path)),
    )
  })
  none(untested.map(({ path }) => path))
})

test('every folder of modules is a module', () => {
  const folders = new Set(
    files.filter((path) => path.startsWith('modules/')).map((path) => path.split('/')[1]!),
  )
  none([...folders].filter((name) => !files.includes(`modules/${name}/module.ts`)))
})

test('module.ts lists every definition in its folder', () => {
  const missing = files
    .filter((path) => /^(?:modules|connections)\/[^/]+\/(?!web\/|migrations\/|fixtures)/.test(path))
    .filter((path) => path.endsWith('.ts') && !isTest(path) && !path.endsWith('/module.ts'))
    .flatMap((path) =>
      definitionsIn(path)
        .filter((constant) => !isListed(constant, path))
        .map((constant) => `${path}: ${constant}`),
    )
  none(missing)
})

test('links in documents lead somewhere', () => {
  const dead = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      linksOf(read(path))
        .filter((link) => !existsSync(join(root, dirname(path), link)))
        .map((link) => `${path} → ${link}`),
    )
  none(dead)
})

const actions = files.flatMap((path) => {
  const match = /^(?:modules|connections)\/([^/]+)\/actions\/(.+)\.ts$/.exec(path)
  if (!match || isTest(path)) return []
  const [, module = '', name = ''] = match
  return [{ path, module, name, source: read(path) }]
})

function definitionsIn(path: string): string[] {
  const found = read(path).matchAll(
    /^export const (\w+) = define(?:Entity|Event|Action|Card|Page|Flow|Interface)\(/gm,
  )
  return [...found].flatMap(([, constant]) => constant ?? [])
}

/** By its own name, or within a list of the same file that module.ts takes as a whole. */
function isListed(constant: string, path: string): boolean {
  const manifest = `${path.split('/').slice(0, 2).join('/')}/module.ts`
  const listing = files.includes(manifest) ? read(manifest) : ''
  if (new RegExp(`\\b${constant}\\b`).test(listing)) return true
  const lists = read(path).matchAll(/^export const (\w+)[^=\n]*= \[([^\]]*)\]/gm)
  return [...lists].some(
    ([, list = '', inside = '']) =>
      new RegExp(`\\b${list}\\b`).test(listing) && new RegExp(`\\b${constant}\\b`).test(inside),
  )
}

function linksOf(markdown: string): string[] {
  return [...markdown.replaceAll(/```[\s\S]*?```/g, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap(([, link]) => link ?? [])
    .filter((link) => !/^([a-z]+:|#|\/)/.test(link))
    .map((link) => decodeURI(link.replace(/#.*$/, '')))
}
