/** What vite.assemblyscript.ts compiles. */
declare module 'virtual:processor-kernels' {
  export const bytes: Uint8Array<ArrayBuffer>
  /** Each exported function's parameters, in order; `optional` where not every program of the kernel has it. */
  export const signatures: Readonly<
    Record<string, readonly { readonly name: string; readonly optional: boolean }[]>
  >
}
