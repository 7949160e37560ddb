/** The hash that leads to the benchmark. Apart from what reads reports: the page's first script needs no more. */

export const DEVICE_HASH = '#device'

/** Whether a hash leads to the benchmark: with a report in it, or without. */
export const isDeviceHash = (hash: string): boolean => /^#\/?device(\?|$)/.test(hash)
