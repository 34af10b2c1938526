import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { openMail } from './index.ts'

/** Against Andris Reinman's smtp-server as it comes from npm: greeting, TLS, sign-in and refusals are its own. */
const mail = { to: 'zhao@yuanshan.example', subject: '邀请你加入远山自行车', text: '你好，赵' }

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-smtp-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ],
    { stdio: 'ignore' },
  )
  const made = { key: readFileSync(key), cert: readFileSync(cert) }
  rmSync(folder, { recursive: true })
  return made
}

async function serverWith(options: SMTPServerOptions) {
  const received: { from: string; to: string; content: string; secure: boolean; user: unknown }[] =
    []
  const server = new SMTPServer({
    ...options,
    onAuth: ({ username, password }, _session, done) =>
      username === 'tenon' && password === 's3cret/+'
        ? done(null, { user: username })
        : done(new Error('Invalid username or password')),
    onData(stream, { envelope, secure, user }, done) {
      void text(stream).then((content) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        received.push({ from, to: envelope.rcptTo[0]!.address, content, secure, user })
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  return {
    received,
    port,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(closed)),
  }
}

const opened = async (url: string) => {
  const smtp = await openMail({ url, folder: '/nowhere' })
  return Object.assign(smtp, { [Symbol.asyncDispose]: () => smtp.close() })
}
const SIGN_IN = 'tenon:s3cret%2F%2B'

test('mail is taken after sign-in; a wrong password is told as such and tried again', async () => {
  await using server = await serverWith({ allowInsecureAuth: true, hideSTARTTLS: true })
  await using smtp = await opened(
    `smtp://${SIGN_IN}@127.0.0.1:${server.port}/?from=tenon@yuanshan.example`,
  )
  await smtp.send({ ...mail, fromName: '远山自行车' })
  const [got] = server.received
  assert.deepEqual(
    [got!.from, got!.to, got!.user],
    ['tenon@yuanshan.example', 'zhao@yuanshan.example', 'tenon'],
  )
  assert.match(got!.content, /Subject: =\?UTF-8\?/)
  assert.match(got!.content.replace(/=\r\n/g, ''), /=E4=BD=A0=E5=A5=BD|5L2g5aW9/)
  await using wrong = await opened(`smtp://tenon:wrong@127.0.0.1:${server.port}`)
  await assert.rejects(wrong.send(mail), {
    kind: 'unavailable',
    details: { code: 'EAUTH', responseCode: 535 },
  })
  await using nobody = await opened(`smtp://127.0.0.1:${server.port}`)
  await assert.rejects(nobody.send(mail), {
    kind: 'unavailable',
    details: { code: 'EENVELOPE', responseCode: 530 },
  })
  assert.equal(server.received.length, 1)
})

test('TLS is used where it is offered, and its certificate must be good', async () => {
  const tls = certificate()
  for (const secure of [true, false]) {
    await using server = await serverWith({ ...tls, secure })
    const scheme = secure ? 'smtps' : 'smtp'
    await using strict = await opened(`${scheme}://${SIGN_IN}@localhost:${server.port}`)
    // Nobody we trust has signed it: better no mail than mail to whoever listens.
    await assert.rejects(strict.send(mail), { kind: 'unavailable' }, scheme)
    assert.equal(server.received.length, 0)
  }
})

test('over TLS that the machine trusts, mail and password travel sealed', async () => {
  const tls = certificate()
  for (const secure of [true, false]) {
    await using server = await serverWith({ ...tls, secure })
    const scheme = secure ? 'smtps' : 'smtp'
    await sendTrusting(tls.cert, `${scheme}://${SIGN_IN}@localhost:${server.port}`)
    assert.deepEqual(
      server.received.map((got) => [got.secure, got.user]),
      [[true, 'tenon']],
      scheme,
    )
  }
})

/** In a process of its own, as an operator does it: NODE_EXTRA_CA_CERTS is read once, at the start. */
async function sendTrusting(cert: Buffer, url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tenon-smtp-'))
  const file = join(folder, 'ca.pem')
  writeFileSync(file, cert)
  const script = `
    import { openMail } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
    const mail = await openMail({ url: ${JSON.stringify(url)}, folder: '/nowhere' })
    await mail.send(${JSON.stringify(mail)})
    await mail.close()`
  try {
    await new Promise<void>((done, failed) =>
      execFile(
        process.execPath,
        ['--input-type=module', '-e', script],
        {
          env: { ...process.env, NODE_EXTRA_CA_CERTS: file, NODE_TEST_CONTEXT: '' },
          cwd: join(import.meta.dirname, '..', '..'),
        },
        (error, _out, err) => (error ? failed(new Error(err)) : done()),
      ),
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}
