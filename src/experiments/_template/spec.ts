/** Template of an experiment, whole and small. Copy the folder, give the copy's name to `id`, and change it file by file. */
import { defineExperiment } from '@/core/sweep/experiment'
import { type ConfigOf, numberField } from '@/core/sweep/fields'
import { sweepFields, sweepProblems, sweepTrials, TINY_MODEL } from '@/core/sweep/sweep-config'

/** Those of every sweep, and one of its own: a field is a control of the form, a name for `--set` and a part of permalinks. */
const fields = {
  ...sweepFields,
  probes: numberField({
    min: 2,
    max: 40,
    integer: true,
    label: 'Probes',
    help: 'How often the accuracy is measured while a model trains.',
    group: 'training',
  }),
}

const tiny = {
  ...TINY_MODEL,
  datasetSizes: [16, 64],
  seeds: [0, 1, 2],
  probes: 8,
} satisfies ConfigOf<typeof fields>

export default defineExperiment({
  id: '_template',
  title: 'Template',
  question: 'How many tokens of its strings does a model predict, and does it predict fewer of more strings?',
  version: 1,
  fields,
  presets: [
    {
      id: 'tiny',
      label: 'Tiny',
      note: 'Two dataset sizes, three seeds',
      config: tiny,
    },
    {
      id: 'quick',
      label: 'Quick',
      note: 'Five dataset sizes, three seeds',
      config: { ...tiny, datasetSizes: [16, 32, 64, 128, 256] },
    },
  ],
  problems: sweepProblems,
  // Settings are in a trial's key and in its record.
  plan: (config) => sweepTrials(config, { probes: config.probes }),
})
