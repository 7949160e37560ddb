/**
 * Vulkan without a GPU, for Dawn in Node: Chromium's folder holds SwiftShader's driver manifest and often a Vulkan loader. Both have to
 * be in place before Dawn opens Vulkan.
 */
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { findChromium } from '../chromium/find-chromium'
import type { Note } from './host'

/** Folders in which Linux packages install a Chromium; its launcher, found on the PATH, lies elsewhere. */
const CHROMIUM_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
]

/** The flag of `dlopen` that keeps a library loaded for good, in glibc and macOS; Node has no name for it. */
const RTLD_NODELETE = process.platform === 'darwin' ? 0x80 : 0x1000

/** Makes SwiftShader known to Vulkan. @returns whether it was found, and was not known before. */
export function prepareSwiftShader(note: Note): boolean {
  if (process.env.VK_ICD_FILENAMES || process.env.VK_DRIVER_FILES) return false
  const folder = swiftShaderFolder()
  if (folder === undefined) return false
  process.env.VK_ICD_FILENAMES = join(folder, 'vk_swiftshader_icd.json')
  holdVulkanLoader(folder)
  note(`No GPU was found; using Chromium's SwiftShader (${folder}): correct, but very slow.`)
  return true
}

function swiftShaderFolder(): string | undefined {
  const chromium = findChromium()
  const beside = chromium === undefined ? [] : [dirname(realpathSync(chromium))]
  return [...beside, ...CHROMIUM_FOLDERS].find((folder) =>
    existsSync(join(folder, 'vk_swiftshader_icd.json')),
  )
}

/**
 * Machines without a GPU often lack the system's Vulkan loader too. Once Chromium's copy is in the process, Dawn's own dlopen by
 * name finds it. Node can only load addons, and complains that this is none, but with NODELETE the library stays.
 */
function holdVulkanLoader(folder: string): void {
  const loader = join(folder, 'libvulkan.so.1')
  if (process.platform !== 'linux' || !existsSync(loader)) return
  try {
    process.dlopen({ exports: {} }, loader, constants.dlopen.RTLD_NOW | RTLD_NODELETE)
  } catch {
    // Expected: "Module did not self-register".
  }
}
