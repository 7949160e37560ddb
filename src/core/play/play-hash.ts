/** Whether a hash leads to the landing page: none at all, or `#play`. Apart from what reads it: the page's first script needs no more. */
export const isPlayHash = (hash: string): boolean => /^#?\/?(play(\?.*)?)?$/.test(hash)

export const PLAY_HASH = '#play'
