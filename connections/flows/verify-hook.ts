import type { Kernel, MountRequest } from '#kernel'

/** TODO(next): signatures. */
export async function verify(
  _kernel: Kernel,
  _hook: unknown,
  _request: MountRequest,
  _body: Buffer,
): Promise<void> {}
