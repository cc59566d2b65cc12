import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/engine.ts'
import { openMetrics } from '../../../src/server/operations/metrics.ts'

const usage = { waiting: 0, working: 0, frames: 0, frameBytes: 0, asked: 1, computed: 1 }
const metrics = openMetrics({ usage: () => usage } as unknown as Engine, () => 'one')
metrics.listener.begun()
metrics.listener.finished({
  id: 'a',
  method: 'POST',
  path: '/graphql',
  status: 200,
  milliseconds: 1,
  codes: ['A'],
})

describe('what Prometheus reads', async () => {
  const text = await metrics.text()

  it('has names, types and help as they should be', () => {
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)]
    expect(types.length).toBeGreaterThan(30)
    for (const [, name, type] of types) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
      expect(name.endsWith('_total'), name).toBe(type === 'counter')
      expect(name).not.toMatch(
        /_(counter|gauge|histogram|count|sum|bucket|ms|milliseconds|minutes|kb|mb)(_|$)/,
      )
      expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, 'm'))
    }
  })

  it.skipIf(spawnSync('promtool', ['--version']).error)('is nothing that promtool complains of', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: text,
      encoding: 'utf8',
    })
    expect([status, `${stdout}${stderr}`]).toEqual([0, ''])
  })
})
