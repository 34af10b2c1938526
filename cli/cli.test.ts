import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const real = join(root, '..', 'shared', 'data', 'adventure-works', 'employees.csv')

describe('the command line', () => {
  let folder: string
  let port: number
  let server: ChildProcess | undefined
  let made: { organisation: string; admin: string; token: string }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tenon-cli-'))
    port = await freePort()
    await writeFile(join(folder, 'password'), 'correct horse battery\n')
  })
  after(async () => {
    if (server) await ended(server)
    await rm(folder, { recursive: true, force: true })
  })
  const env = (data = 'data', more: Record<string, string> = {}) => ({
    ...process.env,
    TENON_DATA: join(folder, data),
    TENON_PORT: String(port),
    TENON_TOKEN: '',
    TENON_URL: '',
    ...more,
  })
  const tenon = (args: string[], more: Record<string, string> = {}, data?: string) =>
    run(join(root, 'cli', 'main.ts'), args, env(data, more))
  const json = async (args: string[], more?: Record<string, string>, data?: string) => {
    const { code, out, err } = await tenon(args, more, data)
    assert.equal(code, 0, err)
    return JSON.parse(out) as Record<string, never>
  }
  const serve = async (data?: string) => {
    server = spawn(process.execPath, [join(root, 'cli', 'main.ts'), 'serve'], {
      env: env(data),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    server.stderr!.on('data', (part) => (said += String(part)))
    for (let tries = 0; tries < 1200; tries++) {
      if (server.exitCode !== null) assert.fail(`serve ended: ${said}`)
      if ((await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.fail(`serve is not ready: ${said}`)
  }

  test('says what it can do, and refuses what it cannot', async () => {
    const help = await tenon(['--help'])
    for (const command of [
      'serve',
      'migrate',
      'setup',
      'call',
      'openapi',
      'import',
      'new',
      'admin',
      'doctor',
      'backup',
      'restore',
    ])
      assert.match(help.out, new RegExp(`^  ${command} `, 'm'))
    const wrong = await tenon(['dance'])
    assert.deepEqual([wrong.code, wrong.out], [2, ''])
    assert.match(wrong.err, /no command dance/)
  })

  test('sets up unattended, once, and prints one line', async () => {
    const args = [
      'setup',
      '--company',
      'Acme Bikes',
      '--admin',
      'ada@acme.test',
      '--password-file',
      join(folder, 'password'),
    ]
    const { code, out, err } = await tenon(args)
    assert.equal(code, 0, err)
    assert.equal(out.trim().split('\n').length, 1)
    made = JSON.parse(out)
    assert.deepEqual(
      [typeof made.organisation, typeof made.admin, made.token.slice(0, 4)],
      ['string', 'string', 'tnn_'],
    )
  })

  test('calls any action with a token, and explains a refusal', async () => {
    await serve()
    const token = { TENON_TOKEN: made.token, TENON_URL: `http://127.0.0.1:${port}` }
    const people = (await json(
      ['call', 'directory.person.list', '--limit', '5'],
      token,
    )) as unknown as { items: { id: string }[] }
    assert.deepEqual(
      people.items.map(({ id }) => id),
      [made.admin],
    )
    const refused = await tenon(['call', 'directory.person.list'], {
      ...token,
      TENON_TOKEN: 'tnn_wrong',
    })
    assert.equal(refused.code, 1)
    assert.equal(refused.out, '')
    const invalid = await tenon(['call', 'directory.person.get', '--person', 'nobody'], token)
    assert.match(invalid.err, /\/person/)
  })

  test('imports people by the operator’s socket; a second run changes nothing', async () => {
    const file = join(folder, 'people.csv')
    await writeFile(
      file,
      '工号,姓名,邮箱,部门\n1,王芳,wang@acme.test,采购部\n2,Bo Larsen,bo@acme.test,Procurement\n3,Ada,ada@acme.test,采购部\n',
    )
    const args = ['import', 'people', file, '--org', made.organisation, '--yes']
    const { created, updated, unchanged } = await json(args)
    assert.deepEqual({ created, updated, unchanged }, { created: 2, updated: 1, unchanged: 0 })
    const again = await json(args)
    assert.deepEqual([again['created'], again['updated'], again['unchanged']], [0, 0, 3])
    const unasked = await tenon(args.slice(0, -1))
    assert.deepEqual([unasked.code, /--yes/.test(unasked.err)], [1, true])
  })

  test(
    'imports the real organisation',
    { skip: existsSync(real) ? false : 'the real list is not here' },
    async () => {
      const args = ['import', 'people', real, '--org', made.organisation, '--yes']
      const first = await json(args)
      assert.deepEqual([first['rows'], first['errors']], [290, 0])
      const again = await json(args)
      assert.deepEqual([again['created'], again['updated'], again['unchanged']], [0, 0, 290])
    },
  )

  test('backs up while serving and restores elsewhere, equal; a damaged backup not at all', async () => {
    const site = `http://127.0.0.1:${port}`
    const headers = { authorization: `Bearer ${made.token}` }
    const form = new FormData()
    form.set('file', new Blob(['a tongue of wood']), 'tenon.txt')
    const sent = await fetch(`${site}/api/files.file.upload`, {
      method: 'POST',
      headers,
      body: form,
    })
    assert.equal(sent.status, 200)
    const { id: file } = (await sent.json()) as { id: string }
    const backup = (await json(['backup', '--to', join(folder, 'backups')])) as unknown as {
      folder: string
      rows: number
    }
    const token = { TENON_TOKEN: made.token, TENON_URL: `http://127.0.0.1:${port}` }
    const before = await json(['call', 'directory.person.list', '--limit', '1000'], token)
    await ended(server!)
    const restored = await json(['restore', backup.folder], {}, 'elsewhere')
    assert.deepEqual([restored['verified'], restored['rows']], [true, backup.rows])
    for (const damage of [alterRow, alterFile]) {
      const damaged = join(folder, `damaged-${damage.name}`)
      await cp(backup.folder, damaged, { recursive: true })
      const what = await damage(damaged)
      const refused = await tenon(['restore', damaged], {}, `into-${damage.name}`)
      assert.deepEqual([refused.code, refused.err.includes(what)], [1, true], refused.err)
      assert.match(refused.err, /nothing was restored/)
    }
    const twice = await tenon(['restore', backup.folder], {}, 'elsewhere')
    assert.match(twice.err, /holds data already/)
    await serve('elsewhere')
    assert.deepEqual(
      await json(['call', 'directory.person.list', '--limit', '1000'], token),
      before,
    )
    assert.equal(
      await (await fetch(`${site}/files/${file}`, { headers })).text(),
      'a tongue of wood',
    )
    const doctor = (await json(['doctor'], {}, 'elsewhere')) as unknown as {
      settings: { name: string }[]
      checks: { name: string; ok: boolean }[]
    }
    assert.ok(doctor.settings.some(({ name }) => name === 'TENON_MASTER_KEY_FILE'))
    assert.deepEqual(
      doctor.checks.filter(({ ok }) => !ok),
      [],
    )
  })

  test('an owner who lost his password gets a link, from the operator alone', async () => {
    const answer = await json(['admin', 'recover', '--org', made.organisation], {}, 'elsewhere')
    assert.match(JSON.stringify(answer), /http:\/\/127\.0\.0\.1/)
  })
})

/** One address changed in one row of the people. */
async function alterRow(backup: string): Promise<string> {
  const path = join(backup, 'tables', 'directory.person.copy.gz')
  const rows = gunzipSync(await readFile(path)).toString()
  const altered = rows.replace(/@[a-z-]+\./, '@oops.')
  assert.ok(altered !== rows)
  await writeFile(path, gzipSync(altered))
  return 'directory.person differs'
}

/** One byte of one stored file. */
async function alterFile(backup: string): Promise<string> {
  const { blobs } = JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8')) as {
    blobs: { key: string }[]
  }
  const { key } = blobs[0]!
  const path = join(backup, 'blobs', key)
  const bytes = await readFile(path)
  bytes[0]! ^= 1
  await writeFile(path, bytes)
  return `The file ${key} differs`
}

describe('./tenon new module', () => {
  test('makes one folder that boots, is on every door and passes its test', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'tenon-new-'))
    try {
      for (const part of [
        'kernel',
        'engines',
        'connections',
        'modules',
        'interface',
        'cli',
        'web',
        'package.json',
        'package-lock.json',
      ])
        await cp(join(root, part), join(copy, part), { recursive: true })
      await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
      const made = await run(join(copy, 'cli', 'main.ts'), ['new', 'module', 'bikes'], process.env)
      assert.equal(made.code, 0, made.err)
      const openapi = await run(join(copy, 'cli', 'main.ts'), ['openapi'], process.env)
      assert.ok(JSON.parse(openapi.out).paths['/api/bikes.item.finish'])
      const tested = await run(
        '--test',
        [join(copy, 'modules', 'bikes', 'actions', 'item.finish.test.ts')],
        { ...process.env, NODE_TEST_CONTEXT: '', TENON_TEST_CLUSTER: '' },
        copy,
      )
      assert.equal(tested.code, 0, tested.out + tested.err)
      assert.match(
        await readFile(join(copy, 'modules', 'bikes', 'i18n', 'zh.json'), 'utf8'),
        /条目/,
      )
    } finally {
      await rm(copy, { recursive: true, force: true })
    }
  })
})

async function run(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  cwd = tmpdir(),
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [file, ...args], {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (part) => (out += String(part)))
  child.stderr.on('data', (part) => (err += String(part)))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
