import type { BackendChoice } from '@/core/backends'
import type { HostName } from '../args'
import type { LabHost, Note } from './host'

/** @throws CliError where a GPU is asked for and there is none, or no Chromium. */
export async function openHost(host: HostName, backend: BackendChoice, note: Note): Promise<LabHost> {
  switch (host) {
    case 'dawn':
      return (await import('./dawn')).openDawnHost(backend, note)
    case 'chromium':
      return (await import('./chromium')).openChromiumHost(backend, note)
    default:
      throw host satisfies never
  }
}
