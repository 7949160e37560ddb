import { expect, it } from 'vitest'
import { createProbeLog } from './probe-log'

it('keeps the values of probes that have a dot in their names, each beside its own steps', () => {
  const log = createProbeLog(2)
  log.add(1, [{ values: { 'attack.auc': 0.5, recall4: 0 } }, { values: {} }])
  log.add(9, [{ values: { 'attack.auc': 0.9 } }, { values: { 'attack.auc': 0.7, 'attack.f1': 0.6 } }])
  expect(log.of(0)).toEqual({ 'attack.step': [1, 9], 'attack.auc': [0.5, 0.9] })
  expect(log.of(1)).toEqual({ 'attack.step': [9], 'attack.auc': [0.7], 'attack.f1': [0.6] })
})
