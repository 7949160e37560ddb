/** The first journey in a Firefox, where the machine has one: Tiny on the processor, from the button to what was found. */
import { expect } from '@playwright/test'
import { test } from './firefox-test'

const MINUTE = 60_000

test('Firefox runs Tiny on the processor and shows what it found', async ({ baseURL, newFirefox }) => {
  const page = await newFirefox()
  const textOf = (selector: string) =>
    page.evaluate(`return document.querySelector('${selector}')?.innerText ?? ''`)
  const press = (button: string) =>
    page.evaluate(
      `const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === '${button}')
       if (!button || button.disabled) return false
       button.click()
       return true`,
    )

  await page.open(new URL('#capacity?v=1&preset=tiny', baseURL).href)
  await expect.poll(() => press('Run'), { timeout: MINUTE }).toBe(true)
  await expect.poll(() => textOf('.run-state'), { timeout: 4 * MINUTE }).toMatch(/^Finished in /)
  console.log(`  ${await textOf('.run-state')}`)
  // In Chromium the numbers of all runs of today’s Tiny are held against the independent trainer's; here, that they can be read.
  expect(await textOf('[aria-labelledby="findings-title"]')).toMatch(/\d,\d{3} bits/)
  expect(await page.evaluate(`return document.querySelectorAll('figure svg path').length`)).toBeGreaterThan(
    10,
  )
  expect(page.complaints()).toEqual([])
})
