/** What a class server is measured with: the trials of the preset Class, and records that took no time to train. */
import { io, type Socket } from 'socket.io-client'
import { PROCESSOR_NUMERICS } from '@/core/backends'
import { makeRecord, type TrialRecord } from '@/core/results/result'
import { type Entry, ROOM_BUILD, SOCKET_PATH } from '@/core/room/messages'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import { drawnStrings } from '@/core/sweep/trial-strings'

const capacity = experimentById('capacity')
export const classSweep = planSweep(capacity, 'class', presetById(capacity, 'class').config)

/** Of a model that has learned every other bit of its strings, and nothing of others. */
export function madeUpRecord(trial: Trial): TrialRecord {
  const { training, heldOut } = drawnStrings(trial)
  const nats = (bits: number) => bits * Math.LN2
  const outcome = {
    training,
    heldOut,
    trainingNats: training.sourceBits.map((bits) => nats(bits / 2)),
    heldOutNats: heldOut.sourceBits.map((bits) => nats(bits + 1)),
  }
  return makeRecord(trial, outcome, {
    backend: 'wasm',
    device: 'made up',
    numerics: PROCESSOR_NUMERICS,
    members: 1,
    elapsedMs: 0,
    finishedAt: new Date().toISOString(),
  })
}

/** Resolves when it has come in. */
export function joinClass(base: string, token: string, number: number): Promise<Socket> {
  const tab = `tab${String(number).padStart(19, '0')}`
  const auth: Entry = { role: 'join', token, tab, build: ROOM_BUILD }
  const socket = io(base, { path: `/${SOCKET_PATH}`, forceNew: true, auth })
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    socket.once('connect_error', reject)
  })
}
