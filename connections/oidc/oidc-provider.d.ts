/** What we use of the package, which brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  export interface Payload {
    jti?: string
    uid?: string
    grantId?: string
    clientId?: string
    accountId?: string
    sessionUid?: string
    expiresWithSession?: boolean
    [name: string]: unknown
  }
  export interface Adapter {
    upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>
    find(id: string): Promise<Payload | undefined>
    findByUid(uid: string): Promise<Payload | undefined>
    findByUserCode(userCode: string): Promise<Payload | undefined>
    consume(id: string): Promise<void>
    destroy(id: string): Promise<void>
    revokeByGrantId(grantId: string): Promise<void>
  }
  export interface Client {
    readonly clientId: string
    readonly clientName?: string
    readonly clientSecret?: string
    readonly clientAuthMethod: string
    readonly redirectUris: readonly string[]
    readonly backchannelLogoutUri?: string
    grantTypeAllowed(type: string): boolean
  }
  export interface Prompts {
    readonly name: string
    readonly reasons: readonly string[]
    readonly details: Readonly<Record<string, unknown>>
  }
  export interface Interaction {
    readonly uid: string
    readonly iat: number
    readonly exp: number
    readonly returnTo: string
    readonly prompt: Prompts
    readonly params: Readonly<Record<string, string | undefined>>
    readonly lastSubmission?: Readonly<Record<string, unknown>>
    session?: { uid?: string; accountId?: string } | undefined
    result?: Readonly<Record<string, unknown>>
    save(ttl: number): Promise<string>
  }
  export interface Session {
    uid: string
    accountId?: string
    loginTs?: number
    amr?: readonly string[]
    acr?: string
    readonly iat: number
    grantIdFor(clientId: string): string | undefined
    save(ttl: number): Promise<string>
  }
  export interface Grant {
    readonly jti: string
    getOIDCScope(): string
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  export interface Context {
    readonly req: IncomingMessage
    readonly res: ServerResponse
    readonly path: string
    body: unknown
    type: string
    status: number
    set(name: string, value: string): void
    redirect(to: string): void
    readonly oidc: {
      readonly route: string
      readonly client: Client
      readonly session: Session
      readonly params: Readonly<Record<string, string | undefined>>
      readonly prompts: ReadonlySet<string>
      readonly acr?: string
      readonly result?: Readonly<Record<string, unknown>>
      readonly requestParamOIDCScopes: ReadonlySet<string>
      readonly entities: Readonly<Record<string, unknown>>
      readonly provider: Provider
    }
  }
  type Found<M> = { new (payload: object): M; find(id: string): Promise<M | undefined> }

  export class Provider {
    constructor(issuer: string, configuration: object)
    proxy: boolean
    silent: boolean
    keys: string[]
    readonly issuer: string
    readonly Client: {
      find(id: string): Promise<Client | undefined>
      validate(metadata: object): Promise<void>
      prototype: object
    }
    readonly Interaction: Found<Interaction>
    readonly Grant: Found<Grant>
    get Session(): Found<Session>
    readonly IdToken: new (
      claims: object,
      options: { client: Client; ctx: undefined },
    ) => {
      mask: object
      set(name: string, value: unknown): void
      issue(o: object): Promise<string>
    }
    callback(): (request: IncomingMessage, response: ServerResponse) => Promise<void>
    cookieName(type: 'session' | 'interaction' | 'resume'): string
    use(middleware: (ctx: Context, next: () => Promise<void>) => Promise<void>): this
    on(event: string, listen: (...args: never[]) => void): this
  }
  export namespace interactionPolicy {
    class Check {
      constructor(
        reason: string,
        description: string,
        error: string,
        check: (ctx: Context) => boolean | Promise<boolean>,
      )
      static readonly REQUEST_PROMPT: true
      static readonly NO_NEED_TO_PROMPT: false
    }
    class Prompt {
      constructor(info: { name: string; requestable: boolean }, ...checks: Check[])
      checks: Check[] & { add(check: Check, at?: number): void }
    }
    function base(): Prompt[] & {
      get(name: string): Prompt
      add(prompt: Prompt, at?: number): void
    }
  }
  export namespace errors {
    class InvalidGrant extends Error {
      constructor(message: string)
    }
    class AccessDenied extends Error {
      constructor(message: string)
    }
  }
}
