/** What `list` prints: every experiment with its presets and the fields that can be set. */
import type { Experiment } from '@/core/sweep/experiment'
import { type Field, printFieldValue } from '@/core/sweep/fields'

export const listText = (experiments: Iterable<Experiment>): string =>
  [...experiments].map(experimentText).join('\n')

function experimentText(experiment: Experiment): string {
  const first = experiment.presets[0]
  const names = Object.keys(experiment.fields)
  const width = Math.max(...names.map((name) => name.length), ...experiment.presets.map((p) => p.id.length))
  const lines = [
    `${experiment.id}: ${experiment.title}`,
    `  ${experiment.question}`,
    '',
    '  Presets',
    ...experiment.presets.map(
      (preset) =>
        `    ${preset.id.padEnd(width)}  ${preset.note} (${experiment.plan(preset.config).length} trials)`,
    ),
    '',
    `  Fields (in brackets: ${first.id})`,
    ...Object.entries(experiment.fields).map(
      ([name, field]) => `    ${name.padEnd(width)}  ${field.help}${fieldNotes(field, first.config[name])}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function fieldNotes(field: Field, value: Parameters<typeof printFieldValue>[1] | undefined): string {
  const choices = field.kind.type === 'choice' ? ` One of: ${field.kind.choices.join(', ')}.` : ''
  const unit = field.unit === undefined ? '' : ` ${field.unit}`
  const text = value === undefined ? '' : printFieldValue(field, value)
  return `${choices} [${text === '' ? 'none' : `${text}${unit}`}]`
}
