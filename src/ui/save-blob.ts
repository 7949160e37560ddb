/** Hands a file to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download reads the address after this turn; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export const saveText = (text: string, type: string, name: string): void =>
  saveBlob(new Blob([text], { type }), name)
