/** What stands on the projector: the chart that fills from all tabs, how many there are, and the code by which more join. */
import { Progress } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import type { FrontState } from '@/state/room-front'
import { openFront } from '@/state/room-services'
import { Answer } from '../figures/answer'
import { SanityLine } from '../figures/sanity-line'
import { useExhibition } from '../figures/use-exhibition'
import { Figures } from '../lab'
import { LabContext, useLab } from '../lab-context'
import { QrCode } from './qr-code'
import { frontWhy, SERVER_AWAY } from './texts'

export function RoomFrontView({ hash }: { readonly hash: string }) {
  const [front] = useState(() => openFront(hash))
  useEffect(() => () => front.leave(), [front])
  const page = useLab()
  const stores = useMemo(() => ({ ...page, config: front.config, results: front.results }), [page, front])
  const { news, address, refused, connected } = useStore(front.state)
  const experiment = useStore(front.config, (s) => s.experiment)
  if (refused)
    return (
      <section className="panel notice" data-tone="bad" role="alert">
        <p>{frontWhy(refused)}</p>
      </section>
    )
  return (
    <LabContext value={stores}>
      <div className="question">
        <h1>{experiment.question}</h1>
      </div>
      <div className="room-front">
        <div className="room-side">
          <Count news={news} connected={connected} />
          {address !== undefined && (
            <section className="panel room-join" aria-label="Join">
              <QrCode text={address} />
              <p>
                Scan the code, or open{' '}
                <a className="room-address" href={address} target="_blank" rel="noreferrer">
                  {address}
                </a>
              </p>
            </section>
          )}
        </div>
        {/* One cell of the grid, whatever the stage is made of. */}
        <div className="room-charts">
          <Charts key={experiment.id} experiment={experiment.id} />
        </div>
      </div>
    </LabContext>
  )
}

function Count({ news, connected }: Pick<FrontState, 'news' | 'connected'>) {
  return (
    <section className="panel" aria-label="The class">
      {news ? (
        <>
          <p className="room-count">
            <strong>{news.done}</strong> of {plural(news.cells, 'run')}
          </p>
          <Progress
            value={(100 * news.done) / Math.max(1, news.cells)}
            aria-label="Progress of the class"
            transitionDuration={300}
          />
          <p className="room-line">{plural(news.tabs, 'tab')}</p>
          {news.doubted > 0 && <p className="fine-print">{plural(news.doubted, 'run')} to check</p>}
        </>
      ) : (
        <p role="status">Opening the class…</p>
      )}
      {news && !connected && <p role="status">{SERVER_AWAY}</p>}
    </section>
  )
}

function Charts({ experiment }: { readonly experiment: string }) {
  const store = useExhibition(experiment)
  const [large, setLarge] = useState<string | undefined>(undefined)
  const figures = { experiment, store, large, onLarge: setLarge }
  return (
    <div className="stage">
      <Figures {...figures} part="hero" />
      <Answer store={store} canChoose={false} />
      <SanityLine store={store} />
      <Figures {...figures} part="others" />
    </div>
  )
}
