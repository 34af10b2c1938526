import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openMail } from './index.ts'

const invitation = {
  to: 'zhao@yuanshan.example',
  subject: '邀请你加入远山自行车',
  text: 'https://tenon.example/i/secret',
}

test('without an address mail is kept in 0600 files that the operator can read', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-mail-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await using mail = disposable(await openMail({ folder: join(folder, 'mail') }))
  await mail.send({ ...invitation, subject: 'first' })
  await mail.send(invitation)
  const [newest, ...others] = await mail.list(10)
  assert.equal(newest!.text, invitation.text)
  assert.deepEqual(
    others.map((each) => each.subject),
    ['first'],
  )
  assert.equal((await mail.list(1)).length, 1)
  const names = await readdir(join(folder, 'mail'))
  for (const name of names)
    assert.equal((await stat(join(folder, 'mail', name))).mode & 0o777, 0o600)
  assert.equal((await stat(join(folder, 'mail'))).mode & 0o777, 0o700)
})

test('with an address mail goes out by SMTP', async () => {
  await using server = await smtpServer()
  await using mail = disposable(
    await openMail({
      url: `smtp://127.0.0.1:${server.port}/?from=tenon@yuanshan.example`,
      folder: '/nowhere',
    }),
  )
  await mail.send({ ...invitation, fromName: '远山自行车', id: 'one' })
  const [received] = server.received
  assert.match(received!, /RCPT TO:<zhao@yuanshan.example>/)
  assert.match(received!, /MAIL FROM:<tenon@yuanshan.example>/)
  assert.match(received!, /Message-ID: <one@yuanshan.example>/i)
  assert.match(received!, /https:\/\/tenon.example\/i\/secret/)
  assert.deepEqual(await mail.list(10), [])
})

test('an invitation carries its iCalendar part, by SMTP and in the folder', async (t) => {
  await using server = await smtpServer()
  await using mail = disposable(
    await openMail({ url: `smtp://127.0.0.1:${server.port}`, folder: '/nowhere' }),
  )
  const calendar = { method: 'REQUEST', text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' }
  await mail.send({ ...invitation, calendar })
  assert.match(server.received[0]!, /text\/calendar; charset=utf-8; method=REQUEST/)
  const folder = await mkdtemp(join(tmpdir(), 'tenon-mail-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await using kept = disposable(await openMail({ folder: join(folder, 'mail') }))
  await kept.send({ ...invitation, calendar })
  assert.equal((await kept.list(1))[0]!.calendar, calendar.text)
})

test('a refusal says nothing of the mail itself; a final one is told from one to try again', async () => {
  await using server = await smtpServer({ '/nobody/': '550 no such user' })
  await using mail = disposable(
    await openMail({ url: `smtp://127.0.0.1:${server.port}`, folder: '/nowhere' }),
  )
  await assert.rejects(
    mail.send({ ...invitation, to: 'nobody@yuanshan.example' }),
    (error: Error & { kind?: string; details?: object }) => {
      assert.equal(error.kind, 'invalid')
      assert.doesNotMatch(JSON.stringify([error.message, error.details]), /secret|nobody/)
      return true
    },
  )
  await using away = disposable(await openMail({ url: 'smtp://127.0.0.1:1', folder: '/nowhere' }))
  await assert.rejects(away.send(invitation), { kind: 'unavailable' })
})

test('an address that is none is refused with what to write', async () => {
  await assert.rejects(openMail({ url: 'http://example.com', folder: '/nowhere' }), {
    kind: 'invalid',
    fix: /smtps:/,
  })
})

const disposable = <M extends { close(): Promise<void> }>(mail: M) =>
  Object.assign(mail, { [Symbol.asyncDispose]: () => mail.close() })

/** The outside: as much of a mail server as nodemailer speaks to. */
async function smtpServer(refuse: Record<string, string> = {}) {
  const received: string[] = []
  const server = createServer((socket) => {
    let [text, inData, buffered] = ['', false, '']
    socket.on('error', () => {})
    socket.write('220 test\r\n')
    socket.on('data', (chunk) => {
      buffered += chunk.toString()
      const lines = buffered.split('\r\n')
      buffered = lines.pop()!
      for (const line of lines) {
        text += `${line}\n`
        if (inData) {
          if (line !== '.') continue
          inData = false
          received.push(text)
          socket.write('250 taken\r\n')
        } else if (line === 'DATA') {
          inData = true
          socket.write('354 go on\r\n')
        } else if (line.startsWith('RCPT') && line.includes('nobody'))
          socket.write(`${refuse['/nobody/'] ?? '250 ok'}\r\n`)
        else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const close = () => new Promise<void>((closed) => server.close(() => closed()))
  return { received, port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: close }
}
