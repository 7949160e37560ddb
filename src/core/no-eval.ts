/**
 * Imported first by whatever runs under the page's content security policy: zod otherwise tries, when it makes its first schema, whether
 * it may compile code, and browsers report the refusal as a violation.
 */
import { config } from 'zod/mini'

config({ jitless: true })
