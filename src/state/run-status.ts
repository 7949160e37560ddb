/** What a sweep is doing, and what that allows. Pure. */
import type { LabFailure } from '@/runtime/protocol'

export type RunEnding =
  | { readonly kind: 'finished'; readonly elapsedMs: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: LabFailure }

export type RunStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'running' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'stopping' }
  /** Training is over, and its last records are on their way into storage: they would go if the tab closed now. */
  | { readonly kind: 'saving'; readonly ending: RunEnding }
  | RunEnding

/** Whether a sweep is under way: settings, stored runs and the device must stay as they are. */
export function isActive({ kind }: RunStatus): boolean {
  switch (kind) {
    case 'opening':
    case 'running':
    case 'paused':
    case 'stopping':
    case 'saving':
      return true
    case 'idle':
    case 'finished':
    case 'stopped':
    case 'failed':
      return false
    default:
      throw kind satisfies never
  }
}

/** Whether a sweep can still be told to stop. */
export const canStop = ({ kind }: RunStatus): boolean =>
  kind === 'opening' || kind === 'running' || kind === 'paused'
