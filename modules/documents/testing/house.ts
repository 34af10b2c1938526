import type { AddressInfo } from 'node:net'
import { createHttp } from '#interface/http'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { openEditor, type Editor } from './editor.ts'

/** The sample world with its doors open, and editors of its people. */
export interface OpenWorld extends AsyncDisposable {
  readonly as: Cast
  readonly url: string
  token(who: Voice): Promise<string>
  edit(who: Voice, document: string): Promise<Editor>
}

export async function openWorld(): Promise<OpenWorld> {
  await using stack = new AsyncDisposableStack()
  const as = stack.use(await tenon())
  const http = await createHttp(as.kernel, {
    port: 0,
    rates: { caller: Infinity, address: Infinity, everyone: Infinity },
  })
  stack.defer(() => http.close())
  const editors: Editor[] = []
  stack.defer(() => {
    for (const editor of editors) editor.close()
  })
  const url = `http://127.0.0.1:${(http.server.address() as AddressInfo).port}`
  const tokens = new Map<string, Promise<string>>()
  const token = (who: Voice): Promise<string> => {
    let made = tokens.get(who.id)
    if (!made) {
      made = who
        .call('identity.token.create', { name: 'editor', scopes: ['*'] })
        .then((answer) => (answer as { token: string }).token)
      tokens.set(who.id, made)
    }
    return made
  }
  const kept = stack.move()
  return {
    as,
    url,
    token,
    async edit(who, document) {
      const editor = openEditor(url, await token(who), document)
      editors.push(editor)
      return editor
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
