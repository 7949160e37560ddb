import { DEVICE_HASH } from '@/core/benchmark/device-hash'
import { BUILD_COMMIT, BUILD_SOURCE, BUILD_VERSION } from '@/core/build'
import { NAME } from '../texts'

export function Footer() {
  const build = [BUILD_VERSION, BUILD_COMMIT && `commit ${BUILD_COMMIT}`].filter((part) => part !== '')
  return (
    <footer className="site-footer" id="about" tabIndex={-1}>
      <p>
        <a href={DEVICE_HASH}>How fast is this machine?</a>
      </p>
      <p>
        After Morris et al. 2025,{' '}
        <a href="https://arxiv.org/abs/2505.24832">
          <cite>How much do language models memorize?</cite>
        </a>
        , and Speicher et al. 2024,{' '}
        <a href="https://arxiv.org/abs/2407.19262">
          <cite>Understanding Memorisation in LLMs</cite>
        </a>
        . Everything is computed in this tab; nothing is sent anywhere.
      </p>
      <p>
        {[NAME, ...build].join(', ')}. {BUILD_SOURCE ? <a href={BUILD_SOURCE}>Source</a> : 'Source'} under the
        Apache License 2.0; the fonts, Bricolage Grotesque and JetBrains Mono, under the{' '}
        <a href="./fonts-licence.txt">SIL Open Font License 1.1</a>.
      </p>
    </footer>
  )
}
