/** An answer that is JSON already, for a door that would only make it so. */
export class JsonText {
  readonly bytes: Buffer
  /** As much of it as is held against the promised output. */
  readonly sample: unknown

  constructor(bytes: Buffer, sample: unknown) {
    this.bytes = bytes
    this.sample = sample
  }
}
