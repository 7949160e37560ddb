/** A network between a worker and a server that can be cut. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from './own-server'

export interface Proxy {
  readonly url: string
  /** Ends all connections, and takes no more. */
  cut(): Promise<void>
  mend(): Promise<void>
}

export async function openProxy(to: number): Promise<Proxy> {
  const port = await freePort()
  const sockets = new Set<Socket>()
  let server: Server
  const join = (near: Socket) => {
    const far = connect(to, '127.0.0.1')
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        other.destroy()
      })
      from.pipe(other)
    }
  }
  const mend = async () => {
    server = createServer(join).listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await mend()
  return {
    url: `redis://127.0.0.1:${port}`,
    mend,
    async cut() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
