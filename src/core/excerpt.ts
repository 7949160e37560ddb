/**
 * The beginning of a text of unknown origin, fit to be repeated in a message: short, and with nothing in it that steers a terminal or turns the
 * direction of the line.
 */
export function excerpt(text: string, maxLength = 40): string {
  const start = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
  return start.replace(/\p{C}/gu, '\ufffd')
}
