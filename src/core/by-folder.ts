/**
 * Modules that a glob has found, by the folder that each stands in: the id of an experiment, a family or a kernel. In the order of ids.
 * @param modules by path, `../../experiments/capacity/spec.ts`. @param read what is wanted of one.
 */
export const byFolder = <Module, Value>(
  modules: Readonly<Record<string, Module>>,
  read: (module: Module) => Value,
): ReadonlyMap<string, Value> =>
  new Map(
    Object.keys(modules)
      .toSorted()
      .map((path) => [path.split('/').at(-2)!, read(modules[path]!)]),
  )
