/** What vite.assemblyscript.ts compiles. */
declare module 'virtual:processor-kernels' {
  export const bytes: Uint8Array<ArrayBuffer>
  /** Names of each exported function's parameters, in order. */
  export const signatures: Readonly<Record<string, readonly string[]>>
}
