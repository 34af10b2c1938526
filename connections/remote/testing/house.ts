import type { AddressInfo } from 'node:net'
import { openEgress } from '#connections/egress'
import { createHttp } from '#interface/http'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { inspectLink, installLink } from '../index.ts'
import { freePort, HERE } from './vendor.ts'

/** A Tenon with its HTTP doors, which may reach vendors on this machine and which they can call back. */
export interface House extends AsyncDisposable {
  readonly as: Cast
  readonly url: string
  close(): Promise<void>
}

export async function openHouse(): Promise<House> {
  await using stack = new AsyncDisposableStack()
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const as = stack.use(await tenon([], { egress: openEgress(HERE), publicUrl: url }))
  const http = await createHttp(as.kernel, {
    port,
    publicUrl: url,
    rates: { caller: Infinity, address: Infinity, everyone: Infinity },
  })
  stack.defer(() => http.close())
  if ((http.server.address() as AddressInfo).port !== port) throw new Error('another port')
  const kept = stack.move()
  const close = () => kept[Symbol.asyncDispose]()
  return { as, url, close, [Symbol.asyncDispose]: close }
}

/** Looks at it and agrees to everything it asks for. */
export async function install(who: Voice, url: string): Promise<{ link: string; module: string }> {
  const { hash, asks } = await who.call(inspectLink, { url })
  return who.call(installLink, { url, hash, grants: asks.map(({ scope }) => scope) })
}
