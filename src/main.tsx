import './core/no-eval'
import { createRoot } from 'react-dom/client'
import { bootLab } from './state/services'
import { App } from './ui/app'
import './ui/styles/mantine.css'
import './ui/styles/colors.css'
import './ui/styles/page.css'
import './ui/styles/controls.css'
import './ui/styles/charts.css'
import './ui/styles/figures.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)
void bootLab()
