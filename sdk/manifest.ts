/** What a vendor's server publishes at `/.well-known/tenon.json`. */

/** English always; Chinese where you have it. */
export interface Words {
  readonly en: string
  readonly zh?: string
}
/** JSON Schema 2020-12: local `$ref` only, no `pattern` (check those yourself). */
export type Schema = Readonly<Record<string, unknown>>

export interface Manifest {
  readonly tenon: 1
  /** Lower-case letters and digits; here it is `ext_<id>`. */
  readonly id: string
  /** Grows with each change of this manifest. */
  readonly version: number
  readonly title: Words
  readonly description?: Words
  readonly publisher: string
  readonly partnerType: 'software' | 'hardware' | 'low-code' | 'delivery' | 'suite' | 'training'
  readonly icon: string
  /** Paths on this server. */
  readonly endpoints: {
    readonly call: string
    readonly install: string
    readonly events?: string
    readonly search?: string
    readonly health?: string
    /** Where a sign-in of your pages comes back to, and where a sign-out is told. */
    readonly signIn?: string
    readonly signOut?: string
  }
  /** Rights of the organisation's other modules that you ask for, each with the reason. */
  readonly asks: readonly { readonly scope: string; readonly why: Words }[]
  /** Your own rights, which the organisation gives to its people. */
  readonly scopes: Readonly<
    Record<string, { readonly title: Words; readonly roles: readonly ('member' | 'auditor')[] }>
  >
  readonly entities: readonly EntityDef[]
  readonly actions: readonly ActionDef[]
  readonly events: readonly {
    readonly id: string
    readonly title: Words
    readonly payload: Schema
  }[]
  readonly pages: readonly {
    readonly id: string
    readonly title: Words
    readonly icon: string
    readonly at: string
    readonly scope: string
    readonly rail?: boolean
  }[]
  readonly placements: readonly {
    readonly slot: 'composer' | 'document-block' | 'group-bar' | 'workbench'
    readonly title: Words
    readonly icon: string
    readonly action?: string
    readonly page?: string
  }[]
  /** Standards that you keep: `{ interface: 'crm.customer@1' }`. */
  readonly implements?: readonly {
    readonly interface: string
    readonly ids?: Readonly<Record<string, string>>
    /** The standard's field → own field. */
    readonly fields?: Readonly<Record<string, string>>
    readonly without?: readonly string[]
  }[]
}

export interface EntityDef {
  readonly noun: string
  readonly title: Words
  /** The field that names a record. */
  readonly label: string
  readonly fields: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly search?: readonly string[]
  readonly words?: Readonly<Record<string, Words>>
  readonly scope: string
  readonly card?: CardDef
}

export interface CardDef {
  readonly facts: readonly string[]
  readonly state?: {
    readonly field: string
    readonly values: Readonly<
      Record<
        string,
        {
          readonly text: Words
          readonly tone?: 'success' | 'warning' | 'danger' | 'info' | 'closed'
        }
      >
    >
  }
  /** A field that holds a list of `{ text, person?, at? }`. */
  readonly timeline?: string
  /** Further words that stand in its data, such as the texts of the timeline. */
  readonly words?: readonly Words[]
  readonly buttons?: readonly {
    readonly name: string
    readonly text: Words
    readonly action: string
    /** Input field → field of the card; `id` is the record. */
    readonly input: Readonly<Record<string, string>>
    readonly when?: { readonly field: string; readonly is: string | number | boolean }
    readonly ask?: readonly string[]
    readonly tone?: 'primary' | 'danger' | 'plain'
    readonly confirm?: Words
  }[]
  readonly page?: string
}

export interface ActionDef {
  /** `contract.sign` */
  readonly id: string
  readonly kind: 'query' | 'command'
  readonly title: Words
  readonly description: string
  readonly input: Schema
  readonly output: Schema
  readonly words?: Readonly<Record<string, Words>>
  readonly scope: string
  readonly subject?: string
  readonly destructive?: boolean
  /** Under the same call id it does nothing more; only then Tenon asks again for an answer that was lost. */
  readonly idempotent?: boolean
  /** The noun whose record it makes: the answer has its `id`, and its card can stand in a conversation or document. */
  readonly makes?: string
}

/** What you tell beside an answer, or by `push`: taken as a whole or not at all. */
export interface Parts {
  readonly events?: readonly { readonly type: string; readonly data: object }[]
  readonly cards?: readonly {
    readonly noun: string
    /** UUID. */
    readonly record: string
    readonly data: object
    readonly readers: 'members' | readonly string[]
    /** RFC 3339; older news of the same record changes nothing. */
    readonly at: string
  }[]
  readonly todos?: readonly {
    readonly key: string
    readonly person: string
    readonly title: string
    readonly page?: string
    readonly rest?: string
    readonly due_on?: string
    readonly priority?: 'urgent' | 'high' | 'normal' | 'low'
  }[]
  readonly done?: readonly string[]
  readonly dropped?: readonly string[]
}

/** Who acts, as this installation knows him: an id of its own, or with `directory.read` the real one and the name. */
export interface Person {
  readonly id: string
  readonly kind: string
  readonly name?: string
}
