import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as oidc from 'openid-client'
import { openStand, signInTo } from './testing/stand.ts'

test('somebody signs in to an app with the sign-in he has here', async () => {
  await using stand = await openStand()
  const app = await stand.register({ scopes: ['directory.read'] })
  const jar = await stand.signedIn('wang')
  const tokens = await signInTo(app, jar, { scope: 'openid profile org directory.read' })
  const claims = tokens.claims()!
  assert.equal(claims.sub, stand.as.wang.id)
  const info = await oidc.fetchUserInfo(app.config, tokens.access_token, claims.sub)
  assert.equal(info.name, stand.as.wang.actor.name)
  assert.equal(info['org'], stand.as.wang.actor.org)
  assert.equal(info.email, undefined)
  const me = await fetch(`${stand.base}/api/directory.person.list`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  })
  assert.equal(me.status, 200, await me.text())
})
