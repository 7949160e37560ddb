/** Links into a class: `#class?join=…` for a tab, `#class?front=…` for the page on the projector. Apart from what joins: the page's first script needs no more. */

export type Role = 'join' | 'front'

/** Whether a hash leads to a class. */
export const isRoomHash = (hash: string): boolean => /^#\/?class(\?|$)/.test(hash)

export interface RoomLink {
  readonly role: Role
  readonly token: string
}

/** @returns undefined where the link has lost its token. */
export function readRoomHash(hash: string): RoomLink | undefined {
  const [, role, token] = /^#\/?class\?(join|front)=([A-Za-z0-9_-]{22})$/.exec(hash) ?? []
  return (role === 'join' || role === 'front') && token !== undefined ? { role, token } : undefined
}

export const printRoomHash = ({ role, token }: RoomLink): string => `#class?${role}=${token}`
