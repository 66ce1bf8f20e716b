const isShown = () => {
  const layers = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')
  // Closed lists stay in the document, hidden.
  return [...layers].some((layer) => layer.checkVisibility())
}

// As it was when the key went down: a layer that Escape closes is gone before the page hears of the key.
let wasShown = false
window.addEventListener('keydown', () => (wasShown = isShown()), true)

/** For handlers of keys: whether something lies over the page that Escape closes first: a dialog, a menu, a list of choices. */
export const isLayerOpen = () => wasShown || isShown()
