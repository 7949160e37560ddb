// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createFakeLab, REPORT } from '@/state/testing/fake-services'
import { inLab } from '../testing/in-lab'
import { BackendDetails } from './backend-details'

afterEach(cleanup)

const tuneSwitch = () => screen.queryByRole('switch')

it('offers to leave a graphics card untuned, and no processor', () => {
  const lab = createFakeLab()
  const on = (backend: Partial<typeof REPORT.backend>) =>
    act(() => {
      lab.device.setState({
        status: { kind: 'ready', report: { ...REPORT, backend: { ...REPORT.backend, ...backend } } },
      })
    })
  render(inLab(lab, <BackendDetails />))
  expect(tuneSwitch()).toBeNull()
  on({ name: 'wasm', fused: true })
  expect(tuneSwitch()).toBeNull()
  on({ name: 'webgpu', fused: true, software: true })
  expect(tuneSwitch()).toBeNull()
  on({ name: 'webgpu', fused: true })
  act(() => tuneSwitch()!.click())
  expect(lab.device.getState().tune).toBe(false)
})
