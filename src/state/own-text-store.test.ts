import { expect, it } from 'vitest'
import { readText } from '@/core/data/read-text'
import { ownSourceOf } from '@/core/sweep/own-text'
import { withPackedText } from '@/core/sweep/permalink'
import { packText } from '@/runtime/storage/packed-text'
import { createFakeLab, createFakeStorage } from './testing/fake-services'

const TEXT = Array.from({ length: 20 }, (_, n) => `word ${n}`).join('\n')
const read = readText(TEXT, { cut: 'lines' })
if (read.status !== 'read') throw new Error('the text of this test was refused')
const { own } = read
const { hash } = own.source

it('takes a text as the source of the config, keeps it over presets, and leaves it again', () => {
  const { ownText, config, location } = createFakeLab()
  const before = config.getState().values
  ownText.getState().use(own)
  expect(ownSourceOf(config.getState().values)).toMatchObject({ hash, count: 20 })
  expect(location.hash).toContain(`source=own-lines-20-${hash}`)
  expect(location.hash).not.toContain('word')
  config.getState().choosePreset('quick')
  expect(config.getState()).toMatchObject({ presetId: 'quick', problems: [] })
  expect(ownSourceOf(config.getState().values)?.hash).toBe(hash)
  config.getState().choosePreset('tiny')
  ownText.getState().leave()
  expect(config.getState().values).toEqual(before)
})

it('sends the text along with the trials, and stores it when it is trained on, not before', async () => {
  const lab = createFakeLab()
  lab.ownText.getState().use(own)
  expect(await lab.storage.readText(hash)).toBeUndefined()
  void lab.run.getState().start()
  await expect.poll(() => lab.worker.requests.length).toBe(1)
  const [request] = lab.worker.requests
  expect(request!.trials.every(({ source }) => source.id === 'own' && source.text === TEXT)).toBe(true)
  expect(await lab.storage.readText(hash)).toBe(TEXT)
})

it('finds the text of a link in what is stored, and says so where it is missing', async () => {
  const storage = createFakeStorage()
  const first = createFakeLab({ storage })
  first.ownText.getState().use(own)
  const link = first.location.hash
  const missing = createFakeLab({ hash: link })
  missing.config.getState().openPermalink(link)
  await missing.run.getState().start()
  expect(missing.worker.requests).toEqual([])
  expect(missing.run.getState().status).toMatchObject({
    kind: 'failed',
    failure: { message: expect.stringContaining('not here: paste it again') },
  })
  await first.ownText.getState().take(hash)
  const second = createFakeLab({ storage, hash: link })
  second.config.getState().openPermalink(link)
  expect(await second.ownText.getState().find(hash)).toBe(true)
})

it('takes the text that a link brings only where it is the one that the link names', async () => {
  const source = createFakeLab()
  source.ownText.getState().use(own)
  const link = source.location.hash
  const packed = (await source.ownText.getState().pack(hash))!
  const opened = createFakeLab()
  opened.config.getState().openPermalink(withPackedText(link, packed))
  expect(await opened.ownText.getState().find(hash)).toBe(true)
  expect(opened.location.hash).toBe(link)
  const forged = createFakeLab()
  forged.config.getState().openPermalink(withPackedText(link, (await packText(`${TEXT} more`))!))
  expect(await forged.ownText.getState().find(hash)).toBe(false)
})
