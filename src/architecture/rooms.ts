/**
 * The rooms inside a layer, from the bottom up, and what each may import of the others: the second half of the dependency rule. Tests may
 * import any room of their layer; nobody else may import `testing`. A registry that finds plug-ins by a glob may reach up to them.
 */
export interface Room {
  /** Paths under src/. */
  readonly files: RegExp
  /** Rooms of the same layer that it may import, besides itself. */
  readonly uses: readonly string[]
}

/** By layer. Science (data, model, metrics) knows nothing of how it is shown (findings, figures, text). */
export const ROOMS: Readonly<Record<string, Readonly<Record<string, Room>>>> = {
  core: {
    base: { files: /^core\/[^/]+\.ts$/, uses: [] },
    /** Figures of the independent trainer: data of the documentation. */
    oracle: { files: /^\.\.\/docs\/oracle\//, uses: [] },
    data: { files: /^core\/data\//, uses: ['base'] },
    model: { files: /^(core\/model\/|families\/[^/]+\/config\.ts$)/, uses: ['base'] },
    metrics: { files: /^core\/metrics\//, uses: ['base', 'data', 'model'] },

    sweep: { files: /^core\/sweep\//, uses: ['base', 'data', 'model', 'metrics'] },
    text: { files: /^core\/text\//, uses: ['base', 'data', 'model', 'metrics', 'sweep'] },
    /** What the landing page plays with. */
    play: { files: /^core\/play\//, uses: ['base', 'data', 'model', 'metrics', 'sweep'] },
    /** What a benchmark trains and reports. */
    benchmark: {
      files: /^(core\/benchmark\/|\.\.\/bench\/results\/devices\/)/,
      uses: ['base', 'data', 'model', 'metrics', 'sweep', 'text'],
    },
    results: { files: /^core\/results\//, uses: ['base', 'data', 'model', 'metrics', 'sweep'] },
    /** A class at one sweep: who trains what, and whom to doubt. */
    room: { files: /^core\/room\//, uses: ['base', 'model', 'sweep', 'results'] },
    runs: { files: /^core\/runs\//, uses: ['base', 'data', 'model', 'metrics', 'sweep', 'text', 'results'] },
    findings: {
      files: /^core\/findings\//,
      uses: ['base', 'oracle', 'data', 'model', 'metrics', 'text', 'sweep', 'results', 'runs'],
    },
    figures: {
      files: /^core\/figures\//,
      uses: ['base', 'data', 'model', 'metrics', 'text', 'sweep', 'results', 'runs', 'findings'],
    },
    experiments: {
      files: /^experiments\/(?![^/]+\/example-)/,
      uses: ['base', 'data', 'model', 'metrics', 'text', 'sweep', 'results', 'runs', 'findings', 'figures'],
    },
    testing: {
      files: /^(core\/testing\/|experiments\/[^/]+\/example-[a-z]+\.ts$)/,
      uses: [
        'data',
        'metrics',
        'sweep',
        'benchmark',
        'results',
        'runs',
        'findings',
        'figures',
        'experiments',
      ],
    },
  },
  kernels: {
    kit: { files: /^kernels\/kit\//, uses: [] },
    kernels: { files: /^kernels\/(?!kit\/)/, uses: ['kit'] },
  },
  engine: {
    async: { files: /^engine\/async\//, uses: [] },
    contract: { files: /^engine\/contract\//, uses: [] },
    families: {
      files: /^(engine\/families\.ts|families\/[^/]+\/(forward\.ts|golden\.json))$/,
      uses: ['contract'],
    },
    /** A trained model, looked into on the host. */
    inspect: { files: /^engine\/inspect\//, uses: ['contract', 'families'] },
    composed: { files: /^engine\/composed\//, uses: ['async', 'contract', 'families'] },
    plan: { files: /^engine\/plan\//, uses: ['contract', 'families'] },
    gpu: { files: /^engine\/machines\/gpu\//, uses: ['plan'] },
    processor: { files: /^engine\/machines\/processor\//, uses: ['async', 'contract', 'plan'] },
    devices: {
      files: /^engine\/devices\//,
      uses: ['async', 'contract', 'composed', 'plan', 'gpu', 'processor'],
    },
    training: {
      files: /^engine\/(train|create-trainer)\.ts$/,
      uses: ['contract', 'composed', 'plan', 'devices'],
    },
    testing: {
      files: /^(engine\/testing\/|families\/[^/]+\/reference\.ts$)/,
      uses: ['contract', 'composed', 'plan', 'devices'],
    },
  },
}
