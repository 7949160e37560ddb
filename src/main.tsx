import './core/no-eval'
import { createRoot } from 'react-dom/client'
import { bootLab } from './state/services'
import { App } from './ui/app'
import { ErrorBoundary } from './ui/shell/error-boundary'
import { PageFailure } from './ui/shell/failures'
import { tolerateForeignNodes } from './ui/shell/foreign-nodes'
import { noticeWhatIsNotLoaded } from './ui/shell/not-loaded'
import './ui/styles/mantine.css'
import '@fontsource-variable/bricolage-grotesque/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import './ui/styles/colors.css'
import './ui/styles/type.css'
import './ui/styles/page.css'
import './ui/styles/lab.css'
import './ui/styles/controls.css'
import './ui/styles/charts.css'
import './ui/styles/figures.css'
import './ui/styles/print.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
tolerateForeignNodes()
noticeWhatIsNotLoaded()
createRoot(root).render(
  <ErrorBoundary fallback={(message) => <PageFailure message={message} />}>
    <App />
  </ErrorBoundary>,
)
void bootLab()
