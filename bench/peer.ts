/** What the bench asks of an engine: open a model, advance it, say what the loss is. */
import type { BenchmarkModel } from '@/core/benchmark/models'

export interface Peer {
  readonly name: string
  /** @throws Error whose message says why the engine cannot run here. */
  open(model: BenchmarkModel, members: number): Promise<OpenPeer>
}

export interface OpenPeer {
  /** Steps that one call of `step` advances every member by: as many as the engine's own users take between two reads of the loss. */
  readonly stepsPerCall: number
  /** When losses are read, and anything else that the reader of the table has to know. */
  readonly lossRead: string
  step(): void | Promise<void>
  /** Advances every member by so many steps and reads the losses of the last one, or of all at once; resolves when they are there. */
  advance(steps: number): Promise<void>
  /** Resolves when everything that was asked for is done and read. @returns the last loss, nats per token. */
  settle(): Promise<number>
  dispose(): void
}
