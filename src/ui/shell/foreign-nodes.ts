/**
 * Translators and other extensions replace text nodes of the page by elements of their own. React then removes, or inserts before, a
 * node that is no longer where it put it; the browser throws, and React drops the whole page (facebook/react issue 11538). Here both
 * go to the element that took the node's place, where there is one, and never throw for that reason.
 */
export function tolerateForeignNodes(prototype: Node = Node.prototype): void {
  const { removeChild, insertBefore } = prototype

  prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    const place = childHolding(this, child)
    if (place) removeChild.call(this, place)
    return child
  }

  prototype.insertBefore = function <T extends Node>(this: Node, added: T, next: Node | null): T {
    insertBefore.call(this, added, next && childHolding(this, next))
    return added
  }
}

/** The child of `parent` that is the node or contains it; null where the node is no longer under `parent`. */
function childHolding(parent: Node, node: Node): Node | null {
  let place: Node | null = node
  while (place && place.parentNode !== parent) place = place.parentNode
  return place
}
