/** Errors that a person can act on: printed as one message, without a stack. */

/** What a shell sees. 130 is 128 + SIGINT, as shells say it. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

export class CliError extends Error {
  override readonly name = 'CliError'

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message)
  }
}

const FILE_MESSAGES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than this disk allows',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk is read-only',
  EISDIR: 'that is a folder',
  ENOTDIR: 'part of that path is a file, not a folder',
  ENOENT: 'that folder does not exist',
  ENAMETOOLONG: 'that name is too long',
  EIO: 'the disk reports an error',
}

/** A failed file operation in words; anything that is none comes back unchanged. */
export function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  return new CliError(`cannot write ${path}: ${FILE_MESSAGES[error.code] ?? error.message}`)
}
