/** The settings, generated from the experiment's fields: label, help, unit, and every problem at its field. */
import { useStore } from 'zustand'
import type { Field, FieldGroup } from '@/core/sweep/fields'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { GROUP_NOTES, GROUP_TITLES } from '../texts'
import { FieldInput } from './field-input'

const GROUPS: readonly FieldGroup[] = ['strings', 'model', 'training', 'sweep']

export function ConfigForm() {
  const { config, run } = useLab()
  const fields = useStore(config, (s) => s.experiment.fields)
  const whole = useStore(config, (s) => s.problems).filter((problem) => problem.field === undefined)
  const busy = useStore(run, (s) => isActive(s.status))
  const byGroup = (group: FieldGroup): [string, Field][] =>
    Object.entries(fields).filter(([, field]) => field.group === group)
  return (
    <div className="settings">
      {busy && <p className="fine-print">Locked while a sweep runs. Stop it to change them.</p>}
      {whole.map(({ message }) => (
        <p key={message} className="alarm" role="alert">
          {message}
        </p>
      ))}
      {GROUPS.filter((group) => byGroup(group).length > 0).map((group) => (
        <fieldset key={group} disabled={busy}>
          <legend>
            {GROUP_TITLES[group]} <span>{GROUP_NOTES[group]}</span>
          </legend>
          {byGroup(group).map(([name, field]) => (
            <FieldInput key={name} name={name} field={field} />
          ))}
        </fieldset>
      ))}
    </div>
  )
}
