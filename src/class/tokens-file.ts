/**
 * The tokens of a class, beside its results: whoever is in the room gets in again after the server was started anew. For the owner's eyes only.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { fileError } from '@/cli/files/file-error'
import { drawTokens, type Tokens } from './door'

const token = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/))
const tokensSchema = z.object({ join: token, front: token })

/** @throws CliError where it can be neither read nor written. */
export function keepTokens(results: string): Tokens {
  const path = `${results}.room`
  try {
    return tokensSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // There is none yet, or it is none.
  }
  const tokens = drawTokens()
  try {
    writeFileSync(path, `${JSON.stringify(tokens)}\n`, { mode: 0o600 })
  } catch (error) {
    throw fileError('write', path, error)
  }
  return tokens
}
