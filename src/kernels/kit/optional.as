/**
 * A parameter that some programs of a kernel do not have: it is 0 then, no address, offset or flag. The build keeps the word with the
 * parameter's name, and every other one must be there (processor-module.ts).
 */
export type Optional<T> = T
