import { DEVICE_HASH } from '@/core/benchmark/device-hash'

export function Footer() {
  return (
    <footer className="site-footer">
      <p>
        <a href={DEVICE_HASH}>How fast is this machine?</a>
      </p>
      <p>
        Definitions and the papers’ values: Morris et al. 2025,{' '}
        <cite>How much do language models memorize?</cite> (arXiv 2505.24832), and Speicher et al. 2024,{' '}
        <cite>Understanding Memorisation in LLMs</cite> (arXiv 2407.19262). Everything is computed in this
        tab; nothing is sent anywhere.
      </p>
    </footer>
  )
}
