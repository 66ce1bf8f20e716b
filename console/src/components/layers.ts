/** Whether something lies over the page that Escape closes first: a dialog, a menu, a list of choices. */
export function isLayerOpen(): boolean {
  const layers = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]')
  // Closed lists stay in the document, hidden.
  return [...layers].some((layer) => layer.checkVisibility())
}
