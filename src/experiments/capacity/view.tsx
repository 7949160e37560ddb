/** The capacity plateau: three linked charts, the result in words, the lie detector; then, from its exhibit, how a model fills up. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { ChartCard } from '@/ui/charts/card/chart-card'
import type { ChartRoom } from '@/ui/charts/chart-context'
import { FindingList } from '@/ui/figures/exhibit-findings'
import { FigureCard } from '@/ui/figures/figure-card'
import { useExhibition } from '@/ui/figures/use-exhibition'
import { CapacityCaption } from '@/ui/sweep/capacity-caption'
import { CapacityChart } from '@/ui/sweep/capacity-chart'
import { capacityLines, linesCsv, lossLines, memorizedLines } from '@/ui/sweep/chart-lines'
import { FindingsCard } from '@/ui/sweep/findings-card'
import { LossChart } from '@/ui/sweep/loss-chart'
import { LossTable } from '@/ui/sweep/loss-table'
import { MemorizedChart } from '@/ui/sweep/memorized-chart'
import { ModelTable } from '@/ui/sweep/model-table'
import { RunTable } from '@/ui/sweep/run-table'
import { endName, sweepModels } from '@/ui/sweep/series'
import { connectSweep, finishedSeriesNow, useSweepPlan } from '@/ui/sweep/use-sweep'

export default function CapacityView() {
  useEffect(connectSweep, [])
  const [large, setLarge] = useState<string | undefined>(undefined)
  const size = (id: string): Size => ({
    large: large === id,
    onLarge: (on: boolean) => setLarge(on ? id : undefined),
  })
  return (
    <div className="figures" data-large={large ?? 'none'}>
      <MemorizedCard {...size('memorized')} />
      <FindingsCard />
      <div className="figure-pair">
        <ChartCard
          id="capacity"
          title="Capacity against parameters"
          caption={<CapacityCaption />}
          {...size('capacity')}
          room={room(9.8, 5.6)}
          chart={<CapacityChart />}
          tableTitle="Table: capacity of every model"
          table={<ModelTable />}
          csv={() => linesCsv(capacityLines(finishedSeriesNow()))}
        />
        <ChartCard
          id="loss"
          title="Loss against data / capacity"
          caption="Solid: strings the model never saw (test). Dashed: the strings it trains on. The test loss rises above guessing where the model is confident and wrong, most where it is just full; on random strings it can only return to log₂ V. Until a model’s runs have finished, 3 bits per parameter stand in for its capacity."
          {...size('loss')}
          room={room(7, 5.4)}
          chart={<LossChart />}
          tableTitle="Table: train and test loss"
          table={<LossTable />}
          csv={() => linesCsv(lossLines(finishedSeriesNow()))}
        />
      </div>
      <FillingUp size={size} />
    </div>
  )
}

const room = (right: number, rightCompact: number): ChartRoom => ({
  right,
  rightCompact,
  namesAbove: false,
  maxHeight: Number.POSITIVE_INFINITY,
})

interface Size {
  readonly large: boolean
  readonly onLarge: (on: boolean) => void
}

/** A component of its own: how long its models' names are follows the runs, and the rest of the view does not. */
function MemorizedCard({ large, onLarge }: Size) {
  const { planned, records } = useSweepPlan()
  const models = useMemo(() => sweepModels(planned, records), [planned, records])
  const longest = (compact: boolean) => Math.max(0, ...models.map((model) => endName(model, compact).length))
  return (
    <ChartCard
      id="memorized"
      title="Memorised bits against data"
      caption="Each point is a model trained on its own random strings: mean over seeds, bars from least to most, single seeds faint. Small data are remembered whole, on the ceiling; then the model is full and the line goes flat."
      large={large}
      onLarge={onLarge}
      room={room(0.6 * longest(false) + 1.5, 0.6 * Math.max(7, longest(true)))}
      chart={<MemorizedChart />}
      tableTitle="Table: memorised bits of every run"
      table={<RunTable />}
      csv={() => linesCsv(memorizedLines(finishedSeriesNow()))}
      hero
    />
  )
}

function FillingUp({ size }: { size: (id: string) => Size }) {
  const store = useExhibition()
  const { ids, findings } = useStore(store, (s) => s.summary)
  return (
    <>
      <div className="figure-pair">
        {ids.map((id) => (
          <FigureCard key={id} experiment="capacity" id={id} store={store} hero={false} {...size(id)} />
        ))}
      </div>
      {findings.length > 0 && (
        <section className="panel" aria-labelledby="filling-up-title">
          <h2 id="filling-up-title">How it fills up</h2>
          <FindingList findings={findings} />
        </section>
      )}
    </>
  )
}
