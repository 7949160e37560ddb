/** Exit codes; 130 is 128 + SIGINT, by the convention of shells. */
export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** A failure that a person can act on: printed as one message, without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError'

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message)
  }
}

/** A message for the terminal: whatever it quotes, only its line breaks act on it. */
export const printable = (text: string): string => text.replace(/[^\P{C}\n]/gu, '\ufffd')
