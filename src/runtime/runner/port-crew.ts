/** A crew whose threads are joined by message ports, each with each: transferred messages need no shared memory, which pages rarely may have. */
import type { Crew } from '@/engine/contract/crew'
import type { CrewSeat } from '../protocol'

/** @returns a seat for each thread of a crew. */
export function crewSeats(size: number): CrewSeat[] {
  const ports = Array.from({ length: size }, () => new Array<MessagePort | undefined>(size).fill(undefined))
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const { port1, port2 } = new MessageChannel()
      ports[a]![b] = port1
      ports[b]![a] = port2
    }
  }
  return ports.map((own, place) => ({ place, ports: own }))
}

/** @returns the crew, and what ends its connections. */
export function takeSeat({ place, ports }: CrewSeat): Crew & { close(): void } {
  const others = ports.flatMap((port, from) => (port ? [{ from, port, heard: [] as Float32Array[] }] : []))
  let tell: () => void = () => undefined
  /** Messages that were read: their memory is sent again, because new memory costs more than what is copied into it. */
  let read: Float32Array[] = []
  for (const { port, heard } of others) {
    port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      heard.push(data)
      tell()
    }
  }
  return {
    place,
    size: ports.length,
    send(words) {
      for (const { port } of others) {
        const spare = read.pop()
        const own = spare?.length === words.length ? spare : new Float32Array(words.length)
        own.set(words)
        port.postMessage(own, [own.buffer])
      }
    },
    receive() {
      if (others.some(({ heard }) => heard.length === 0)) return undefined
      const messages = new Map(others.map(({ from, heard }) => [from, heard.shift()!]))
      read = [...messages.values()]
      return messages
    },
    onMessage(listener) {
      tell = listener
    },
    close() {
      for (const { port } of others) port.close()
    },
  }
}
