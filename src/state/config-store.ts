/** What the visitor has set: experiment, preset and values, checked at each change and mirrored in the location's hash. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Experiment, presetById, withField } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { type ConfigValues, type FieldValue, type Problem, parseFieldText } from '@/core/sweep/fields'
import { type OwnTextName, ownTextOf, withOwnText } from '@/core/sweep/own-text'
import { parsePermalink } from '@/core/sweep/permalink'
import { planSweep, type Sweep, sweepLink } from '@/core/sweep/sweep'
import type { HashLocation } from './browser'

export interface ConfigState {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
  /** What is wrong with the current values; a run cannot start while there is anything. */
  readonly problems: readonly Problem[]
  /** Why a permalink could not be opened; the lab then shows the preset that the link names, or else the default one. */
  readonly linkProblems: readonly Problem[]
  /** The permalink of the latest values that had no problem. */
  readonly hash: string
  /** The packed text that the opened link brought, if any. */
  readonly packedText: string | undefined
  /** What the values mean; undefined while they have problems. */
  readonly sweep: Sweep | undefined
  /** Opens the default preset of an experiment. @throws RangeError for one that is not registered. */
  chooseExperiment(id: string): void
  /** Keeps a visitor's own text as the source, where there is one. */
  choosePreset(id: string): void
  /** Takes a text as the source; without one, the preset's own strings. */
  setOwnText(name: OwnTextName | undefined): void
  setField(name: string, value: FieldValue): void
  setFieldText(name: string, text: string): void
  /** Opens the config of a permalink; an empty hash opens the default preset. */
  openPermalink(hash: string): void
  /** Opens the config of a sweep. */
  openSweep(sweep: Sweep): void
  dismissLinkProblems(): void
}

export type ConfigStore = StoreApi<ConfigState>

interface ConfigServices {
  readonly defaultExperiment: Experiment
  readonly location: HashLocation
}

export function createConfigStore({ defaultExperiment, location }: ConfigServices): ConfigStore {
  return createStore<ConfigState>()((set, get) => {
    const defaults = presetConfig(defaultExperiment, defaultExperiment.presets[0].id)

    const change = (values: ConfigValues) => {
      const { experiment, presetId, hash } = get()
      const problems = experiment.problems(values)
      if (problems.length > 0) set({ values, problems, hash, sweep: undefined })
      else set(config(experiment, presetId, values))
      location.replace(get().hash)
    }

    const open = (sweep: Sweep, packedText?: string) => {
      set({ ...configOf(sweep), packedText, linkProblems: [] })
      location.replace(get().hash)
    }

    return {
      ...defaults,
      packedText: undefined,
      linkProblems: [],
      chooseExperiment(id) {
        const experiment = experimentById(id)
        set({ ...presetConfig(experiment, experiment.presets[0].id), linkProblems: [] })
        location.push(get().hash)
      },
      choosePreset(id) {
        const { experiment, values } = get()
        set(config(experiment, id, withTextOf(experiment, id, ownTextOf(values))))
        location.replace(get().hash)
      },
      setOwnText(name) {
        const { experiment, presetId } = get()
        set(config(experiment, presetId, withTextOf(experiment, presetId, name)))
        location.replace(get().hash)
      },
      setField(name, value) {
        const { experiment, values } = get()
        change(withField(experiment, values, name, value))
      },
      setFieldText(name, text) {
        const field = get().experiment.fields[name]
        if (!field) throw new RangeError(`${name} is no field of ${get().experiment.id}`)
        get().setField(name, parseFieldText(field, text))
      },
      openPermalink(hash) {
        const link = parsePermalink(hash)
        switch (link.status) {
          case 'empty':
            set({ ...defaults, linkProblems: [] })
            return
          case 'invalid': {
            const { readable, problems } = link
            const opened = readable
              ? presetConfig(experimentById(readable.experiment), readable.preset)
              : defaults
            // The location keeps the broken link, so that it can be read and mended.
            set({ ...opened, linkProblems: problems })
            return
          }
          case 'valid': {
            const { experiment, preset, values, packedText } = link.linked
            open(planSweep(experimentById(experiment), preset, values), packedText)
            return
          }
          default:
            throw link satisfies never
        }
      },
      openSweep: (sweep) => open(sweep),
      dismissLinkProblems() {
        set({ linkProblems: [] })
        location.replace(get().hash)
      },
    }
  })
}

/** A preset's values, over them a text. */
const withTextOf = (
  experiment: Experiment,
  presetId: string,
  name: OwnTextName | undefined,
): ConfigValues => {
  const { config: base } = presetById(experiment, presetId)
  return name ? withOwnText(experiment, base, name) : base
}

const presetConfig = (experiment: Experiment, id: string) =>
  config(experiment, id, presetById(experiment, id).config)

/** The state's part for a config that is known to be valid. */
const config = (experiment: Experiment, presetId: string, values: ConfigValues) =>
  configOf(planSweep(experiment, presetId, values))

function configOf(sweep: Sweep) {
  const experiment = experimentById(sweep.experiment)
  const { presetId, values } = sweep
  return { experiment, presetId, values, problems: [], hash: sweepLink(experiment, sweep), sweep }
}
