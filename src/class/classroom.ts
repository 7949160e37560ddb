/**
 * A class without its network: the room, the records and their file, and the doubts. Everything that a tab may do is a call here, and whoever
 * calls has read the message.
 */
import { measuredDifferences } from '@/core/results/merge'
import type { TrialRecord } from '@/core/results/result'
import { createDoubts } from '@/core/room/doubt'
import type { ClassNews, Granted, NotTaken, Received } from '@/core/room/messages'
import { createRoom } from '@/core/room/room'
import type { Speed } from '@/core/room/tabs'
import { isConfirmed } from '@/core/room/verdict'
import { trialFlop } from '@/core/sweep/estimate'
import type { Trial } from '@/core/sweep/trial'
import { createBelief } from './believe'
import type { ClassFile } from './class-file'
import { keepRecords, type RecordEvents } from './kept-records'

/** What the class says to whoever listens. */
export interface ClassEvents extends RecordEvents {
  /** A tab is told to go. */
  readonly expelled: (tab: string) => void
}

export interface Classroom {
  ask(tab: string, speed: Speed): Granted | NotTaken
  beat(tab: string): void
  /** @param raw anything. */
  record(tab: string, raw: unknown): Received | NotTaken
  failed(tab: string, trialKey: string): void
  /** A message that nobody can read: an offence. */
  mistaken(tab: string): NotTaken
  lose(tab: string): void
  leave(tab: string): void
  isOut(tab: string): boolean
  /** The trial that the server should train now, to see whether its record is true. */
  nextDoubt(): Trial | undefined
  /** @param own what it came to; undefined where it has no result. */
  settle(trial: Trial, own: TrialRecord | undefined): void
  news(): ClassNews
  records(): TrialRecord[]
}

interface ClassServices {
  readonly trials: readonly Trial[]
  readonly file: ClassFile
  readonly events: ClassEvents
  /** ms, for leases. */
  readonly now: () => number
  readonly date: () => Date
  readonly random: () => number
}

/** Who a record is from that no tab of this process has brought. */
const FILE = 'the file'
const SERVER = 'the server'

export function createClassroom({ trials, file, events, now, date, random }: ClassServices): Classroom {
  const planned = new Map(trials.map((trial) => [trial.key, trial]))
  const belief = createBelief(planned, date)
  /** Records that differ from the one that stands, by key. */
  const rivals = new Map<string, { readonly tab: string; readonly record: TrialRecord }>()

  const workOf = (key: string): number => trialFlop(planned.get(key)!)
  const records = keepRecords(file, (key) => planned.has(key), belief.isPossible, events)
  const doubts = createDoubts(records.values, random)
  for (const record of records.values()) doubts.heard(record, workOf(record.trialKey))
  const room = createRoom(
    trials.map((trial) => ({ key: trial.key, work: trialFlop(trial) })),
    records.values().map(({ trialKey }) => [trialKey, FILE] as const),
  )

  function withdraw(keys: readonly string[]): void {
    for (const key of keys) {
      rivals.delete(key)
      doubts.settle(key)
    }
    records.withdraw(keys)
  }

  function expel(tab: string): void {
    withdraw(room.expel(tab))
    events.expelled(tab)
  }

  function offence(tab: string): NotTaken {
    if (!room.strike(tab)) return { status: 'mistaken' }
    expel(tab)
    return { status: 'out' }
  }

  function compare(tab: string, record: TrialRecord): void {
    const standing = records.get(record.trialKey)
    if (!standing || room.doneBy(record.trialKey) === tab) return
    const isSame = standing.backend === record.backend && standing.numerics === record.numerics
    if (!isSame || measuredDifferences(standing, record).length === 0) return
    rivals.set(record.trialKey, { tab, record })
    doubts.contradicted(record.trialKey, workOf(record.trialKey))
  }

  /** Takes back what differs from the server's own record, and shows its tab the door. */
  function condemn(key: string, own: TrialRecord): void {
    const [standing, rival, by] = [records.get(key), rivals.get(key), room.doneBy(key)]
    rivals.delete(key)
    if (standing && !isConfirmed(standing, own)) {
      if (by === undefined || by === FILE || by === SERVER) {
        room.takeBack(key)
        withdraw([key])
      } else expel(by)
    }
    if (rival && !isConfirmed(rival.record, own) && !room.isOut(rival.tab)) expel(rival.tab)
  }

  return {
    ask(tab, speed) {
      if (room.isOut(tab)) return { status: 'out' }
      return { status: 'granted', keys: room.ask(tab, speed, now()) }
    },
    beat: (tab) => room.beat(tab, now()),
    record(tab, raw) {
      if (room.isOut(tab)) return { status: 'out' }
      const record = belief.read(raw)
      if (!record) return offence(tab)
      const earlier = room.trained(tab)
      if (room.deliver(tab, record.trialKey, now()) !== 'taken') {
        compare(tab, record)
        return { status: 'known' }
      }
      records.add(record)
      doubts.heard(record, workOf(record.trialKey), earlier)
      return { status: 'taken' }
    },
    failed(tab, key) {
      // On the processor a trial that fails fails everywhere: the server's own word counts.
      if (room.giveUp(tab, key)) doubts.contradicted(key, workOf(key))
    },
    mistaken: offence,
    lose: (tab) => room.lose(tab, now()),
    leave: room.leave,
    isOut: room.isOut,
    nextDoubt() {
      const key = doubts.next()
      return key === undefined ? undefined : planned.get(key)
    },
    settle({ key }, own) {
      doubts.settle(key)
      if (own) condemn(key, own)
      if (records.has(key) || room.deliver(SERVER, key, now()) !== 'taken') return
      if (own) records.add(own)
    },
    news() {
      const { cells, done, tabs } = room.counts(now())
      return { cells, done, tabs, doubted: doubts.waiting }
    },
    records: records.values,
  }
}
