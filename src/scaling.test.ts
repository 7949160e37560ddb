/** The Kubernetes manifest of docs/scaling.md, by which nobody here can run anything: held to the fields that a Job has. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { fromJSONSchema } from 'zod'
import { parseCommand } from './cli/args'

const [, manifest = ''] = /```yaml\n(.*?)```/s.exec(readFileSync('docs/scaling.md', 'utf8')) ?? []
const job = fromJSONSchema(JSON.parse(readFileSync('docs/kubernetes-job.schema.json', 'utf8')))

it('holds what a Job of batch/v1 may hold', () => {
  expect(job.safeParse(parse(manifest)).error).toBeUndefined()
})

it.each([
  ['a field that no Job has', 'backoffLimitPerIndex', 'backoffLimitPerShard'],
  ['a word that no Job knows', 'completionMode: Indexed', 'completionMode: Sharded'],
  ['a text for a number', 'completions: 16', "completions: '16'"],
  ['a container without a name', '- name: lab\n          image', '- image'],
])('is refused with %s', (_, good, bad) => {
  expect(manifest).toContain(good)
  expect(job.safeParse(parse(manifest.replace(good, bad))).success).toBe(false)
})

it('starts each shard by a command that the lab takes', () => {
  const { spec } = parse(manifest) as {
    spec: { completions: number; template: { spec: { containers: [{ args: [string] }] } } }
  }
  const [line] = spec.template.spec.containers[0].args
  for (let index = 0; index < spec.completions; index++) {
    const words = line
      .replace('$((JOB_COMPLETION_INDEX + 1))', String(index + 1))
      .replace('$JOB_COMPLETION_INDEX', String(index))
      .split(/\s+/)
    expect(words.slice(0, 3)).toEqual(['exec', 'node', 'bin/lab.mjs'])
    const shard = { number: index + 1, of: spec.completions }
    expect(parseCommand(words.slice(3))).toMatchObject({
      kind: 'run',
      options: { shard, out: `/results/${index}.jsonl` },
    })
  }
})
