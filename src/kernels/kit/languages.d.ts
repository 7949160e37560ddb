/** What vite.wesl.ts and vite.assemblyscript.ts make of a kernel's file. */
declare module '*.wesl' {
  const file: import('./link').WeslModule
  export default file
}

declare module '*.as' {
  export const bytes: Uint8Array<ArrayBuffer>
}
