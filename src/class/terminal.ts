/** What the instructor sees in the terminal. */
import type { NetworkInterfaceInfo } from 'node:os'
import { generate } from 'lean-qr'
import type { ClassNews } from '@/core/room/messages'

/** The addresses by which other machines of the network reach this one. @param interfaces of `os.networkInterfaces()`. */
export const lanAddresses = (
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] =>
  Object.values(interfaces)
    .flatMap((own) => own ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)

/** A QR code of half blocks, with the light border that cameras need. */
export function qrText(text: string): string {
  const code = generate(text)
  const isLight = (x: number, y: number): boolean => !code.get(x, y)
  const lines: string[] = []
  for (let y = -2; y < code.size + 2; y += 2) {
    let line = ''
    for (let x = -2; x < code.size + 2; x++) {
      const [upper, lower] = [isLight(x, y), isLight(x, y + 1)]
      line += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
    }
    lines.push(line)
  }
  return lines.join('\n')
}

export const newsText = ({ cells, done, tabs, doubted }: ClassNews): string =>
  `${done} of ${cells} runs, ${tabs === 1 ? '1 tab' : `${tabs} tabs`}${doubted > 0 ? `, ${doubted} to check` : ''}`
