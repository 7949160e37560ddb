import { hostname } from 'node:os'
import type { Note } from '../../hosts/host'
import { queueSettings } from '../settings'
import type { WorkQueue } from '../work-queue'
import { queueAddress } from './address'
import { openBullQueue } from './bull-queue'
import { connect } from './connect'

/** The queue that the environment names. @throws CliError where there is none. */
export async function openQueue(note: Note): Promise<WorkQueue> {
  const settings = queueSettings()
  const client = await connect(queueAddress(), note)
  return openBullQueue({ client, settings, worker: `${hostname()}:${process.pid}`, note })
}
