/** Failed file operations in words. */
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { excerpt } from '@/core/excerpt'
import { CliError } from '../cli-error'

const FILE_MESSAGES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than this disk allows',
  EACCES: 'you have no permission',
  EPERM: 'you have no permission',
  EROFS: 'that disk is read-only',
  EISDIR: 'that is a folder',
  ENOTDIR: 'part of that path is a file, not a folder',
  ENAMETOOLONG: 'that name is too long',
  EIO: 'the disk reports an error',
}

/** A failed file operation in words; anything that is none comes back unchanged. */
export function fileError(action: 'read' | 'write', path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  const reason = error.code === 'ENOENT' ? whatIsMissing(path) : FILE_MESSAGES[error.code]
  return new CliError(`cannot ${action} ${pathText(path)}: ${reason ?? error.message}`)
}

function whatIsMissing(path: string): string {
  const folder = dirname(path)
  return existsSync(folder) ? 'it does not exist' : `the folder ${pathText(folder)} does not exist`
}

/** A path in a message. */
export const pathText = (path: string): string => excerpt(path, 200)
